"""Teams that somebody should look after: the filter, the column, and what staff do about a team without a lead."""

from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from teams.actions import handing_over
from teams.admin.base import note, work_view
from teams.admin.teams_deeds import find, refusals_told, to_team
from teams.models import Team

WORDS = {
    "has_no_lead": "ohne Leitung",
    "has_suspended_lead": "Leitung gesperrt",
    "has_failed_letters": "Post kommt nicht an",
}


class TeamFlagFilter(admin.SimpleListFilter):
    title = "Auffällig"
    parameter_name = "auffaellig"

    def lookups(self, request, model_admin):
        return [("ja", "alles, was auffällt"), *((flag.removeprefix("has_"), words) for flag, words in WORDS.items())]

    def queryset(self, request, queryset):
        if self.value() == "ja":
            return queryset.flagged()
        flag = f"has_{self.value()}"
        return queryset.with_flags().filter(**{flag: True}) if flag in WORDS else queryset


@admin.display(description="auffällig")
def flags(team: Team) -> str:
    """Wants a queryset with_flags."""
    return words_for(team) or "–"


def words_for(team: Team) -> str:
    return ", ".join(words for flag, words in WORDS.items() if getattr(team, flag))


def of_one(team: Team) -> dict:
    """For the team's page. Where nobody can hand the lead over, staff give it to somebody."""
    flagged = Team.objects.with_flags().get(pk=team.pk)
    return {"flags": words_for(flagged), "can_appoint": flagged.has_no_lead or flagged.has_suspended_lead}


@work_view
@require_POST
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    team = find(pk)
    member = get_object_or_404(team.memberships.select_related("person"), reference=_reference(request))
    with refusals_told(request):
        handing_over.appoint_lead(member=member)
        note(request, team, "Leitung vergeben.")
        messages.success(request, f"{member.person} leitet jetzt das Team und bekommt eine E-Mail.")
    return to_team(team)


def _reference(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("member", ""))
    except ValueError:
        raise Http404 from None

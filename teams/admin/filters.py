"""The filters beside the lists."""

from django.contrib import admin
from django.db.models import Count, Q

from teams.choices import TeamState
from teams.models import Agency

MOST_SHOWN = 20


class StandingFilter(admin.SimpleListFilter):
    title = "Stand"
    parameter_name = "stand"
    stands = {
        "aktiv": ("aktiv", Q(is_active=True, is_confirmed=True)),
        "offen": ("zu bestätigen", Q(is_active=True, is_confirmed=False)),
        "inaktiv": ("inaktiv", Q(is_active=False, merged_into=None)),
        "aufgegangen": ("zusammengeführt", ~Q(merged_into=None)),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.stands.items()]

    def queryset(self, request, queryset):
        return queryset.filter(self.stands[self.value()][1]) if self.value() in self.stands else queryset


class TeamStateFilter(admin.SimpleListFilter):
    title = "Stand"
    parameter_name = "stand"
    states = {
        "offen": ("zu entscheiden", (TeamState.ASKED,)),
        "rueckfrage": ("Rückfrage offen", (TeamState.QUESTION,)),
        "dabei": ("freigeschaltet", (TeamState.APPROVED,)),
        "ruht": ("ruht", (TeamState.RESTING,)),
        "abgelehnt": ("abgelehnt", (TeamState.DECLINED,)),
        "beendet": ("beendet oder zurückgezogen", (TeamState.ENDED,)),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.states.items()]

    def queryset(self, request, queryset):
        return queryset.filter(state__in=self.states[self.value()][1]) if self.value() in self.states else queryset


class AgencyOfPersonFilter(admin.SimpleListFilter):
    """The authorities with most people; every other one is reached from the list of authorities."""

    title = "Dienststelle"
    parameter_name = "dienststelle"

    def lookups(self, request, model_admin):
        wanted = request.GET.get(self.parameter_name, "")
        chosen = Q(pk=int(wanted)) if _is_number(wanted) else Q(pk=None)
        there = Agency.objects.annotate(many=Count("people")).filter(Q(many__gt=0) | chosen).only("name", "city")
        there = there.alias(is_chosen=Count("pk", filter=chosen)).order_by("-is_chosen", "-many", "name")[:MOST_SHOWN]
        return [
            ("ohne", "ohne Dienststelle"),
            ("offen", "mit freier Eingabe"),
            *((str(agency.pk), f"{agency} ({agency.many})") for agency in there),
        ]

    def queryset(self, request, queryset):
        if self.value() == "ohne":
            return queryset.filter(agency=None)
        if self.value() == "offen":
            return queryset.filter(agency__is_confirmed=False)
        return queryset.filter(agency=int(self.value())) if _is_number(self.value()) else queryset


class UnusedFilter(admin.SimpleListFilter):
    """Owners were told that the account will be deleted. Who stays here for more than two months is relied on by others."""

    title = "Unbenutzt"
    parameter_name = "unbenutzt"

    def lookups(self, request, model_admin):
        return [("angekuendigt", "Löschung angekündigt")]

    def queryset(self, request, queryset):
        return queryset.filter(deletion_announced_at__isnull=False) if self.value() == "angekuendigt" else queryset


def _is_number(value: str | None) -> bool:
    return bool(value) and value.isascii() and value.isdecimal() and len(value) < 10

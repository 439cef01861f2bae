"""The lead passes on: the lead offers, the member answers, each on the same page."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missione.shared.errors import Refused
from teams.actions import handing_over
from teams.choices import Role
from teams.errors import HandoverGone
from teams.forms.belonging import HandoverForm
from teams.models import Handover, Membership, Team
from teams.permissions import can_lead
from teams.views.team_finders import answer, deed_of_the_lead, with_own_membership


@with_own_membership
def handover_page(request: HttpRequest, own: Membership) -> HttpResponse:
    handover = Handover.objects.filter(team=own.team).select_related("to__person").first()
    if can_lead(request.user, own.team):
        return _lead_page(request, own.team, handover)
    if request.method == "POST":
        raise PermissionDenied
    if not handover or handover.to_id != own.pk:
        messages.info(request, HandoverGone.sentence)
        return redirect("teams:members", own.team.slug)
    lead = own.team.memberships.leads().select_related("person").first()
    return render(request, "teams/handover_answer.html", {"team": own.team, "step": "Möchten Sie das Team leiten?", "lead": lead})


def _lead_page(request: HttpRequest, team: Team, handover: Handover | None) -> HttpResponse:
    candidates = team.memberships.select_related("person").filter(role=Role.MEMBER, person__is_active=True).by_name()
    form = HandoverForm(request.POST if request.method == "POST" else None, members=list(candidates))
    if form.is_valid():
        try:
            handing_over.offer_lead(to=form.member)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.member.person} bekommt eine E-Mail. Bis zur Antwort leiten Sie das Team.")
            return redirect("teams:members", team.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"team": team, "step": "Leitung übergeben", "handover": handover, "form": form}
    return render(request, "teams/handover.html", context, status=status)


@with_own_membership
def accept(request: HttpRequest, own: Membership) -> HttpResponse:
    """Only the button: mail gateways open every link."""
    if request.method != "POST":
        return redirect("teams:handover", own.team.slug)
    answer(request, lambda: _accept(own))
    return redirect("teams:members", own.team.slug)


def _accept(own: Membership) -> str:
    handing_over.accept_lead(team=own.team, person=own.person)
    return "Sie leiten jetzt das Team."


@with_own_membership
def decline(request: HttpRequest, own: Membership) -> HttpResponse:
    if request.method != "POST":
        return redirect("teams:handover", own.team.slug)
    answer(request, lambda: _decline(own))
    return redirect("teams:members", own.team.slug)


def _decline(own: Membership) -> str:
    handing_over.decline_lead(team=own.team, person=own.person)
    return "Sie haben die Leitung nicht angenommen. Die Teamleitung bekommt eine E-Mail."


@deed_of_the_lead
def take_back(request: HttpRequest, team: Team) -> str:
    handing_over.take_back_offer(team=team)
    return "Sie leiten das Team weiter. Die Übergabe ist zurückgenommen."

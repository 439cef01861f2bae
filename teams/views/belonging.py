"""Who belongs to a team, who is invited, who asks. The lead's deeds stand on the page of members."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missione.shared.errors import Refused
from teams.actions import ending, invitations, joining, members
from teams.choices import Answer
from teams.forms.belonging import InviteForm
from teams.models import Handover, Membership, Team
from teams.permissions import can_lead
from teams.views.team_finders import answer, deed_of_the_lead, for_the_lead, with_team


@with_team
def members_page(request: HttpRequest, team: Team) -> HttpResponse:
    leads = can_lead(request.user, team)
    if request.method != "POST":
        return _page(request, team, leads=leads, form=InviteForm())
    if not leads:
        raise PermissionDenied
    return _invite(request, team)


def _invite(request: HttpRequest, team: Team) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invited = invitations.invite(team=team, by=request.user, emails=form.cleaned_data["emails"])
        except Refused as refusal:
            form.add_error("emails", str(refusal))
        else:
            _tell(request, invited)
            return redirect("teams:members", team.slug)
    return _page(request, team, leads=True, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _tell(request: HttpRequest, invited: invitations.Invited) -> None:
    if count := len(invited.new):
        messages.success(request, "Die Einladung ist unterwegs." if count == 1 else f"{count} Einladungen sind unterwegs.")
    passed_over = (
        (invited.members, "Schon im Team"),
        (invited.open, "Schon eingeladen"),
        (invited.later, "Gerade erst oder schon viermal angeschrieben"),
    )
    for emails, why in passed_over:
        if emails:
            messages.info(request, f"{why}: {', '.join(emails)}.")


def _page(request: HttpRequest, team: Team, *, leads: bool, form: InviteForm, status=HTTPStatus.OK) -> HttpResponse:
    people = list(team.memberships.select_related("person").by_name())
    context = {
        "team": team,
        "members": people,
        "mine": next((member for member in people if member.person_id == request.user.pk), None),
        "leads": leads,
        "handover": Handover.objects.filter(team=team).select_related("to__person").first(),
        "form": form,
    }
    if leads:
        context["invitations"] = team.invitations.to_be_shown().select_related("invited_by")
        context["wishes"] = team.join_requests.filter(state=Answer.OPEN).select_related("person")
    return render(request, "teams/members.html", context, status=status)


@deed_of_the_lead
def send_again(request: HttpRequest, team: Team, invitation: UUID) -> str:
    invitations.send_invitation_again(invitation=get_object_or_404(team.invitations, reference=invitation))
    return "Die Einladung ist noch einmal unterwegs. Der Link im alten Brief gilt nicht mehr."


@deed_of_the_lead
def withdraw_invitation(request: HttpRequest, team: Team, invitation: UUID) -> str:
    invitations.withdraw_invitation(invitation=get_object_or_404(team.invitations, reference=invitation))
    return "Die Einladung ist zurückgezogen."


@deed_of_the_lead
def accept_wish(request: HttpRequest, team: Team, wish: UUID) -> str:
    member = joining.accept_wish(wish=get_object_or_404(team.join_requests, reference=wish), by=request.user)
    return f"{member.person} gehört jetzt zum Team."


@deed_of_the_lead
def decline_wish(request: HttpRequest, team: Team, wish: UUID) -> str:
    joining.decline_wish(wish=get_object_or_404(team.join_requests, reference=wish), by=request.user)
    return "Die Anfrage ist abgelehnt. Die Person bekommt eine E-Mail."


@deed_of_the_lead
def name_contact(request: HttpRequest, team: Team, member: UUID) -> str:
    contact = members.name_contact(member=_member(team, member))
    return f"{contact.person} ist jetzt Ansprechperson für das Kampagnenteam."


@for_the_lead
def remove_member(request: HttpRequest, team: Team, member: UUID) -> HttpResponse:
    """Asked once more, with what the person leaves open."""
    leaving = _member(team, member)
    if request.method == "POST":
        answer(request, lambda: _remove(leaving))
        return redirect("teams:members", team.slug)
    if leaving.is_lead:
        return redirect("teams:members", team.slug)
    obligations = ending.open_obligations(team=team, person=leaving.person)
    context = {"team": team, "step": "Mitglied entfernen", "member": leaving, "obligations": obligations}
    return render(request, "teams/member_remove.html", context)


def _remove(member: Membership) -> str:
    members.remove_member(member=member)
    return f"{member.person} gehört nicht mehr zum Team und bekommt eine E-Mail."


def _member(team: Team, reference: UUID) -> Membership:
    return get_object_or_404(team.memberships.select_related("person"), reference=reference)

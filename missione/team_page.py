"""The page of a team, gathered from the apps: what comes next, who belongs to it, what is booked."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from materials.models import Loan, LoanWish, Order
from seminars.choices import Format, Topic
from seminars.models import Booking
from seminars.together import team_dates, to_do_first
from teams.choices import Answer, TeamKind
from teams.models import Handover, LocalAction, Membership, Team

MOST_DATES = 5
MOST_ORDERS = 3
MOST_LOANS = 5
MOST_PEOPLE = 12
MOST_ACTIONS = 3


@dataclass
class Step:
    """One line of the task list. Its state is never stored: it is what the tables say."""

    title: str
    address: str
    is_done: bool
    is_next: bool = False


@require_safe
def team(request, slug: str):
    team = get_object_or_404(_with_answers(Team.objects.visible_to(request.user).select_related("agency")), slug=slug)
    if not team.is_let_in:
        return _elsewhere(request.user, team)
    members = list(team.memberships.select_related("person"))
    invitations = list(team.invitations.open())
    mine = next((member for member in members if member.person_id == request.user.pk), None)
    local_actions = list(LocalAction.objects.visible_to(request.user).of_team(team).upcoming()[:MOST_ACTIONS])
    orders = list(Order.objects.of_team(team)[:MOST_ORDERS])
    dates = to_do_first(team_dates(team))
    steps = _steps(team, members, invitations, has_orders=bool(orders))
    return render(
        request,
        "teams/team_detail.html",
        {
            "team": team,
            "members": members[:MOST_PEOPLE],
            "invitations": invitations[: max(0, MOST_PEOPLE - len(members))],
            "how_many": len(members),
            "mine": mine,
            "leads": bool(mine and mine.is_lead),
            "wishes": team.join_requests.filter(state=Answer.OPEN).count() if mine and mine.is_lead else 0,
            "steps": steps,
            "done": sum(step.is_done for step in steps),
            "dates": dates[:MOST_DATES],
            "how_many_dates": len(dates),
            "orders": orders,
            "loans": list(Loan.objects.of_team(team)[:MOST_LOANS]),
            "loan_wishes": list(LoanWish.objects.of_team(team)[:MOST_LOANS]),
            "local_actions": local_actions,
            "is_asked_to_lead": bool(mine and not mine.is_lead) and Handover.objects.filter(team=team, to=mine).exists(),
        },
    )


def _elsewhere(person, team: Team):
    """What is not let in has no page yet, or no more: its own people see where it stands, staff decide."""
    if person.is_staff:
        return redirect("admin:teams_team_change", team.pk)
    return redirect("teams:my_teams")


def _steps(team: Team, members: list[Membership], invitations: list, *, has_orders: bool) -> list[Step]:
    alone = team.kind == TeamKind.SOLO
    steps = [
        Step("Team anmelden", "", is_done=True),
        Step(
            "Verstärkung suchen" if alone else "Mitglieder einladen",
            reverse("teams:members", args=[team.slug]),
            is_done=len(members) > 1 or bool(invitations),
        ),
        Step("Auftaktseminar buchen", reverse("seminars:list") + f"?thema={Topic.AWARENESS}", is_done=team.goes_to_the_seminar),
        Step("Startpaket bestellen", reverse("materials:list"), is_done=has_orders),
        Step("Erste Aktion planen", reverse("teams:actions", args=[team.slug]), is_done=team.has_actions),
    ]
    following = next((step for step in steps if not step.is_done), None)
    if following:
        following.is_next = True
    return steps


def _with_answers(teams):
    """In the same question: has it an action, and has somebody of it a seat at a first seminar, waits for one, or was there."""
    kick_offs = Booking.objects.active().filter(event__offer__format=Format.SEMINAR, event__offer__topic=Topic.AWARENESS)
    return teams.annotate(
        has_actions=Exists(LocalAction.objects.filter(team=OuterRef("pk"))),
        goes_to_the_seminar=Exists(kick_offs.filter(person__memberships__team=OuterRef("pk"))),
    )

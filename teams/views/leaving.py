"""Leaving a team, letting it rest, ending it: each asked once more, on a page that says what follows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from teams.actions import ending, members
from teams.choices import TeamState
from teams.models import Membership, Team
from teams.views.team_finders import answer, deed_of_the_lead, for_the_lead, with_own_membership


@with_own_membership
def leave(request: HttpRequest, own: Membership) -> HttpResponse:
    team = own.team
    if team.is_undecided:
        return redirect("teams:registration", team.slug)
    if request.method == "POST":
        left = answer(request, lambda: _leave(own))
        return redirect("teams:my_teams") if left else redirect("teams:leave", team.slug)
    is_alone = not team.memberships.exclude(pk=own.pk).exists()
    ends = own.is_lead and is_alone and team.is_let_in
    context = {
        "team": team,
        "step": "Team verlassen",
        "blocks": ends,
        "must_hand_over": own.is_lead and team.is_let_in and not is_alone,
        "ends": ends,
        "is_contact": own.is_contact,
        "obligations": ending.open_obligations(team=team, person=request.user),
    }
    return render(request, "teams/leave.html", context)


def _leave(own: Membership) -> str:
    team = members.leave_team(team=own.team, person=own.person)
    return f"Sie haben das Team „{team}“ verlassen."


@for_the_lead
def end(request: HttpRequest, team: Team) -> HttpResponse:
    if request.method == "POST":
        done = answer(request, lambda: _end(request, team))
        return redirect("teams:my_teams") if done else redirect("teams:end", team.slug)
    others = team.memberships.exclude(person=request.user).count()
    return _ask_once_more(request, team, "end", "Team beenden", others=others)


def _end(request: HttpRequest, team: Team) -> str:
    ending.end_team(team=team, by=request.user)
    return f"Das Team „{team}“ ist beendet. Alle Mitglieder bekommen eine E-Mail."


@for_the_lead
def rest(request: HttpRequest, team: Team) -> HttpResponse:
    if request.method == "POST":
        done = answer(request, lambda: _rest(request, team))
        return redirect("teams:members" if done else "teams:rest", team.slug)
    if team.state != TeamState.APPROVED:
        return redirect("teams:members", team.slug)
    return _ask_once_more(request, team, "rest", "Team ruhen lassen")


def _rest(request: HttpRequest, team: Team) -> str:
    ending.rest_team(team=team, by=request.user)
    return "Das Team ruht. Alle Mitglieder bekommen eine E-Mail."


@deed_of_the_lead
def wake(request: HttpRequest, team: Team) -> str:
    ending.wake_team(team=team, by=request.user)
    return "Das Team macht weiter. Alle Mitglieder bekommen eine E-Mail."


def _ask_once_more(request: HttpRequest, team: Team, page: str, step: str, **facts) -> HttpResponse:
    """What is open must be settled first: the page says what, and has no button then."""
    facts |= {"team": team, "step": step, "obligations": ending.open_obligations(team=team), "blocks": True}
    return render(request, f"teams/leave_{page}.html", facts)

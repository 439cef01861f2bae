"""A team ends, rests, and wakes again. Called by the lead's pages and by staff. The team is locked first."""

from django.db import transaction

from missione.shared import clock
from teams import belonging_mails as mails
from teams.actions.steps import go, locked_team
from teams.choices import Answer, TeamState
from teams.errors import ClarifyFirst, NotNow
from teams.models import Handover, Person, Team
from teams.signals import obligations_asked, team_ended


def open_obligations(*, team: Team, person: Person | None = None) -> list[str]:
    """What the apps above say is still open: for a person who leaves, or for the whole team. German sentences."""
    answers = obligations_asked.send(sender=Team, team=team, person=person)
    return [sentence for _, sentences in answers for sentence in sentences or ()]


@transaction.atomic
def end_team(*, team: Team, by: Person | None, note: str = "") -> Team:
    """For good. Its people are told; they stay in its list, and may leave it."""
    team = _let_in(team)
    _refuse_what_is_open(team)
    people = _people(team)
    close_team(team, by=by, note=note)
    mails.team_ended(team, people, note)
    return team


@transaction.atomic
def rest_team(*, team: Team, by: Person | None, note: str = "") -> Team:
    """Nothing is given up: people, invitations and wishes stay."""
    team = _let_in(team)
    _refuse_what_is_open(team)
    go(team, TeamState.RESTING, by=by, note=note)
    mails.team_rests(team, _people(team), note)
    team_ended.send(sender=Team, team=team)
    return team


@transaction.atomic
def wake_team(*, team: Team, by: Person | None, note: str = "") -> Team:
    """Only what rests: never a way past the campaign team's yes."""
    team = locked_team(team.pk)
    if team.state != TeamState.RESTING:
        raise NotNow
    go(team, TeamState.APPROVED, by=by, note=note)
    mails.team_wakes(team, _people(team), note)
    return team


def close_team(team: Team, *, by: Person | None, note: str = "") -> None:
    """The team is locked. What was open ends with it: no key leads into it, nobody waits for an answer."""
    team.colleagues = []
    team.save(update_fields=["colleagues"])
    go(team, TeamState.ENDED, by=by, note=note)
    moment = clock.now()
    for invitation in team.invitations.filter(state=Answer.OPEN):
        mails.take_back(invitation)
    team.invitations.filter(state=Answer.OPEN).update(state=Answer.WITHDRAWN, answered_at=moment)
    for wish in team.join_requests.filter(state=Answer.OPEN).select_related("person", "team__agency"):
        mails.join_declined(wish)
    team.join_requests.filter(state=Answer.OPEN).update(state=Answer.DECLINED, answered_at=moment)
    Handover.objects.filter(team=team).delete()
    team_ended.send(sender=Team, team=team)


def _let_in(team: Team) -> Team:
    team = locked_team(team.pk)
    if not team.is_let_in:
        raise NotNow
    return team


def _refuse_what_is_open(team: Team) -> None:
    if obligations := open_obligations(team=team):
        raise ClarifyFirst(obligations)


def _people(team: Team) -> list[Person]:
    memberships = team.memberships.select_related("person").filter(person__is_active=True)
    return [membership.person for membership in memberships]

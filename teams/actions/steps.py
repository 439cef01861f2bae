"""From state to state. Locks go: authorities, teams, people, events; each by ascending key."""

from missione.shared import clock
from teams.choices import UNDECIDED, WAYS, TeamState
from teams.errors import NotNow
from teams.models import Person, Team, TeamChange


def locked_team(team_id: int) -> Team:
    """The team with its row held until the end of the transaction: who belongs to it is decided only after this."""
    return Team.objects.select_related("agency").locked().get(pk=team_id)


def go(team: Team, to: TeamState, *, by: Person | None, note: str = "") -> TeamChange:
    """One step, written into the team's history. The row is locked."""
    if to not in WAYS[TeamState(team.state)]:
        raise NotNow
    change = TeamChange.objects.create(team=team, from_state=team.state, to_state=to, by=by, note=note)
    team.state = to
    if to == TeamState.APPROVED and not team.approved_at:
        team.approved_at = clock.now()
    if to == TeamState.ENDED:
        team.ended_at = clock.now()
    if to not in UNDECIDED:
        team.colleagues = []  # other people's addresses: kept until they are invited, or will not be
    team.save(update_fields=["state", "approved_at", "ended_at", "colleagues", "changed_at"])
    return change


def note(team: Team, sentence: str, *, by: Person | None = None) -> TeamChange:
    """What happened inside the team, without names of members: nobody stays in the history who has left. No step: the state
    stays."""
    return TeamChange.objects.create(team=team, from_state=team.state, to_state=team.state, note=sentence, by=by)

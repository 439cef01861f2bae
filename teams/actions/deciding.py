"""What staff decide about teams. Only this opens the door: no team is ever let in by itself.

`seen` is the last step in the team's life that staff had before their eyes: who decides about something else is told instead.
"""

from django.db import transaction
from django.db.models import F

from missione.shared.templatetags.portal import clock_time, short_date
from teams import mails
from teams.actions.invitations import invite
from teams.actions.steps import go, locked_team
from teams.choices import UNDECIDED, TeamState
from teams.errors import AlreadyDecided, CannotApprove
from teams.models import Person, Team, TeamChange

# What was done, as a sentence ends with it.
DONE = {
    TeamState.ASKED: "die Rückfrage beantwortet",
    TeamState.QUESTION: "eine Rückfrage gestellt",
    TeamState.APPROVED: "das Team freigeschaltet",
    TeamState.RESTING: "das Team ruhend gestellt",
    TeamState.DECLINED: "die Anmeldung abgelehnt",
    TeamState.ENDED: "das Team beendet oder die Anmeldung zurückgezogen",
}


@transaction.atomic
def approve_team(*, team: Team, by: Person, seen: int | None = None) -> None:
    """Let in: the person is told, the colleagues are invited."""
    if not (team := _undecided(team, by, seen, to=TeamState.APPROVED)):
        return
    _refuse_what_is_not_ready(team)
    colleagues = team.colleagues
    go(team, TeamState.APPROVED, by=by)
    mails.team_approved(team, invited=_invite(team, colleagues))


@transaction.atomic
def ask_back(*, team: Team, by: Person, question: str, seen: int | None = None) -> None:
    if team := _undecided(team, by, seen, to=TeamState.QUESTION):
        mails.team_question(team, go(team, TeamState.QUESTION, by=by, note=question))


@transaction.atomic
def decline_team(*, team: Team, by: Person, reason: str, seen: int | None = None) -> None:
    if team := _undecided(team, by, seen, to=TeamState.DECLINED):
        mails.team_declined(team, go(team, TeamState.DECLINED, by=by, note=reason))


def _undecided(team: Team, by: Person, seen: int | None, *, to: TeamState) -> Team | None:
    """The row, held; None if this very decision was made by the same person before: a double click. Who comes second is told
    who came first."""
    team = locked_team(team.pk)
    last = last_step(team)
    if last and team.state == last.to_state == to and last.by_id == by.pk:
        return None
    if team.state not in UNDECIDED or (seen and last and last.pk != seen):
        raise AlreadyDecided(_who_was_first(last))
    return team


def last_step(team: Team) -> TeamChange | None:
    """Without the notes, which are no steps: the state stays."""
    return team.changes.exclude(from_state=F("to_state")).select_related("by").last()


def _who_was_first(last: TeamChange | None) -> str:
    if not last:
        return ""
    who = str(last.by) if last.by else "Jemand, dessen Konto es nicht mehr gibt,"
    return f"{who} hat am {short_date(last.at)}, {clock_time(last.at)}, {DONE[last.to_state]}. Bitte sehen Sie noch einmal nach."


def _refuse_what_is_not_ready(team: Team) -> None:
    person = team.registered_by
    if not person or not person.is_active:
        raise CannotApprove("Das Konto, mit dem das Team angemeldet wurde, gibt es nicht mehr oder es ist gesperrt.")
    if not team.agency.is_active:
        raise CannotApprove(f"„{team.agency}“ ist inaktiv. Ohne gültige Dienststelle kann das Team nicht freigeschaltet werden.")
    if not team.agency.is_confirmed:
        raise CannotApprove(
            f"„{team.agency}“ ist eine freie Eingabe. Bestätigen Sie die Dienststelle zuerst, "
            "oder führen Sie sie mit der richtigen zusammen."
        )


def _invite(team: Team, colleagues: list[str]) -> int:
    """Whom the person named; in the person's name."""
    emails = [email for email in colleagues if email.lower() != team.registered_by.email.lower()]
    return len(invite(team=team, by=team.registered_by, emails=emails).new) if emails else 0

"""The fixed words of people and teams: what kinds there are and what the user reads."""

from django.db.models import TextChoices


class TeamKind(TextChoices):
    TEAM = "team", "Team"
    SOLO = "solo", "Einzelperson"


class TeamState(TextChoices):
    """Where a team stands with the campaign."""

    ASKED = "asked", "Angefragt"
    QUESTION = "question", "Rückfrage offen"
    APPROVED = "approved", "Freigeschaltet"
    RESTING = "resting", "Ruht"
    DECLINED = "declined", "Abgelehnt"
    ENDED = "ended", "Beendet"


class Role(TextChoices):
    LEAD = "lead", "Leitung"
    MEMBER = "member", "Mitglied"


class Answer(TextChoices):
    """How an invitation, or somebody's wish to join, ended. Whether an open invitation has run out is a question to the clock."""

    OPEN = "open", "Offen"
    ACCEPTED = "accepted", "Angenommen"
    DECLINED = "declined", "Abgelehnt"
    WITHDRAWN = "withdrawn", "Zurückgezogen"


class Need(TextChoices):
    """What a person needs for taking part."""

    SIGN_LANGUAGE = "dgs", "Gebärdensprachdolmetschung"
    CAPTIONS = "schrift", "Schriftdolmetschung"
    STEP_FREE = "stufenlos", "Stufenloser Zugang"
    HEARING_LOOP = "hoeranlage", "Höranlage"


class ExportState(TextChoices):
    """How far the file with a person's own data is."""

    ASKED = "asked", "Angefordert"
    WORKING = "working", "In Arbeit"
    READY = "ready", "Fertig"
    FAILED = "failed", "Gescheitert"


EXPORT_UNDER_WAY = (ExportState.ASKED, ExportState.WORKING)
# Staff have to say yes or no, or wait for an answer.
UNDECIDED = (TeamState.ASKED, TeamState.QUESTION)
# Let in by staff: its members are at home in the portal.
LET_IN = (TeamState.APPROVED, TeamState.RESTING)
# Of these there is one for each building of an authority.
ALIVE = (*UNDECIDED, *LET_IN)
# From where to where a team may go. Who may do it, and what else must hold, say the actions.
WAYS = {
    TeamState.ASKED: (TeamState.QUESTION, TeamState.APPROVED, TeamState.DECLINED, TeamState.ENDED),
    TeamState.QUESTION: (TeamState.ASKED, TeamState.APPROVED, TeamState.DECLINED, TeamState.ENDED),
    TeamState.APPROVED: (TeamState.RESTING, TeamState.ENDED),
    TeamState.RESTING: (TeamState.APPROVED, TeamState.ENDED),
    TeamState.DECLINED: (),
    TeamState.ENDED: (),
}

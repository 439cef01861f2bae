"""The letters about teams. Each is called by the action, inside its transaction, after the rows are saved."""

from django.conf import settings
from django.urls import reverse

from missione.shared.letters import name_kinds, one_line, post_letter
from teams.choices import TeamState
from teams.facts import check_domain
from teams.models import Team, TeamChange

name_kinds(
    {
        "team_answered": "Rückfrage zu einer Anmeldung beantwortet",
        "team_approved": "Team freigeschaltet",
        "team_asked": "Anmeldung eines Teams angekommen",
        "team_declined": "Anmeldung eines Teams abgelehnt",
        "team_question": "Rückfrage zur Anmeldung eines Teams",
        "team_to_decide": "Team wartet auf Entscheidung",
    }
)


def team_asked(team: Team) -> None:
    _to_who_registered(team, "asked")


def team_to_decide(team: Team) -> None:
    """To the mailbox of the campaign team: once for each registration."""
    facts = {
        "email": team.registered_by.email,
        "kind": team.get_kind_display(),
        "message_lines": team.message.splitlines(),
        "check": check_domain(team),
        "decide_url": _decide_url(team),
    }
    _post(team, "to_decide", to=settings.CONTACT_EMAIL, **facts)


def team_answered(team: Team, change: TeamChange) -> None:
    """To the mailbox of the campaign team: what it asked last, and what the person says."""
    asked = team.changes.filter(to_state=TeamState.QUESTION).last()
    facts = {
        "email": team.registered_by.email,
        "question_lines": asked.note.splitlines() if asked else [],
        "answer_lines": change.note.splitlines(),
        "decide_url": _decide_url(team),
    }
    _post(team, "answered", to=settings.CONTACT_EMAIL, version=change.pk, **facts)


def team_question(team: Team, change: TeamChange) -> None:
    _to_who_registered(team, "question", version=change.pk, question=change.note)


def team_approved(team: Team, *, invited: int) -> None:
    _to_who_registered(team, "approved", team_url=settings.SITE_URL + team.get_absolute_url(), invited=invited)


def team_declined(team: Team, change: TeamChange) -> None:
    _to_who_registered(team, "declined", reason=change.note)


def _to_who_registered(team: Team, occasion: str, *, version: int | str = "", **context) -> None:
    """Whose account is gone or locked gets no letter."""
    if team.registered_by and team.registered_by.is_active:
        _post(team, occasion, to=team.registered_by.email, version=version, **context)


def _post(team: Team, occasion: str, *, to: str, version: int | str = "", **context) -> None:
    """Names on one line, or one could write paragraphs of its own into a letter."""
    facts = {
        "team": one_line(str(team)),
        "agency": one_line(str(team.agency)),
        "site": one_line(team.site),
        "person": one_line(str(team.registered_by or "")),
        "registration_url": _registration_url(team),
    }
    post_letter(
        key=":".join(filter(None, ("team", str(team.pk), occasion, str(version)))),
        to=to,
        template=f"teams/mail/team_{occasion}",
        context={**facts, **context},
        kind=f"team_{occasion}",
    )


def _registration_url(team: Team) -> str:
    return settings.SITE_URL + reverse("teams:registration", args=[team.slug])


def _decide_url(team: Team) -> str:
    return settings.SITE_URL + reverse("admin:teams_team_change", args=[team.pk])

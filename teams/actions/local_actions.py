"""What a team does in its building: planned, changed, called off. The row of the team guards them all."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.db import transaction

from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.idempotency import answer_once, remember_answer
from teams import local_action_mails as mails
from teams.actions.steps import locked_team
from teams.choices import TeamState
from teams.models import LocalAction, Person, Picture, Team

# What its team says of an action. Whether it is public is a moment and stands apart.
SAID = ("kind", "title", "starts_on", "ends_on", "time_text", "site", "description", "reached", "report")


class TeamNotAtWork(Refused):
    sentence = "Ihr Team ist zurzeit nicht freigeschaltet. Sie können alles ansehen, aber nichts eintragen."


class TeamRests(TeamNotAtWork):
    sentence = "Ihr Team ruht zurzeit. Eintragen können Sie wieder, wenn es weiterarbeitet."


class ChangedInBetween(Refused):
    sentence = (
        "Jemand anderes aus Ihrem Team hat inzwischen etwas geändert. Ihre Angaben stehen noch im Formular. "
        "Vergleichen Sie, und speichern Sie dann noch einmal."
    )


class ActionGone(Refused):
    sentence = "Diese Aktion gibt es nicht mehr. Vielleicht hat die Leitung sie gerade gelöscht."


class ActionCalledOff(Refused):
    sentence = "Diese Aktion ist abgesagt. Sie lässt sich nicht mehr ändern."


class ActionOver(Refused):
    sentence = "Diese Aktion ist schon vorbei. Absagen lässt sie sich nicht mehr."


@transaction.atomic
def plan_action(*, team: Team, by: Person, said: Mapping[str, Any], request_key: UUID | None = None) -> LocalAction:
    """The same key again gives the same action."""
    team = team_at_work(team.pk)
    if earlier := answered(request_key, deed="plan_action", by=by.pk, team=team.pk, **said):
        return LocalAction.objects.get(pk=earlier)
    action = LocalAction(team=team, created_by=by)
    _write(action, said)
    action.save()
    remember(request_key, action.pk)
    return action


@transaction.atomic
def change_action(*, action: LocalAction, said: Mapping[str, Any], seen_at: datetime) -> LocalAction:
    """What `said` names. Refused if somebody else has saved something else since the form was drawn at `seen_at`."""
    action = action_at_work(action)
    require_not_called_off(action)
    seen = action.changed_at
    if not _write(action, said):
        return action
    if seen != seen_at:
        raise ChangedInBetween
    action.save()
    return action


@transaction.atomic
def cancel_action(*, action: LocalAction, reason: str = "") -> LocalAction:
    """Twice is once. It stays in the list, and says why."""
    action = action_at_work(action)
    if action.is_cancelled:
        return action
    if action.is_over:
        raise ActionOver
    action.cancelled_at, action.cancellation_reason = clock.now(), reason
    action.save()
    return action


@transaction.atomic
def delete_action(*, action: LocalAction) -> None:
    """With its readings and pictures; the files go once the rows are gone. Twice is once."""
    try:
        action = action_at_work(action)
    except ActionGone:
        return
    forget_files(list(action.pictures.all()))
    action.delete()


@transaction.atomic
def hide_action(*, action: LocalAction, reason: str) -> LocalAction:
    """By the campaign team: not public any more; its team still sees it, and the lead is told why."""
    action = locked_action(action)
    if action.hidden_at:
        return action
    action.hidden_at, action.hidden_reason = clock.now(), reason
    action.save()
    mails.local_action_hidden(action)
    return action


@transaction.atomic
def show_action(*, action: LocalAction) -> LocalAction:
    """As public as its team wants it."""
    action = locked_action(action)
    action.hidden_at, action.hidden_reason = None, ""
    action.save()
    return action


# --- What the deeds share, those on meters and pictures, too --------------------------------------------------------------------


def team_at_work(team_id: int) -> Team:
    """Its row locked: neither the team nor any of its actions changes until the deed is done."""
    team = locked_team(team_id)
    if team.state == TeamState.RESTING:
        raise TeamRests
    if not team.is_at_work:
        raise TeamNotAtWork
    return team


def action_at_work(action: LocalAction) -> LocalAction:
    team_at_work(action.team_id)
    return _still_there(action)


def locked_action(action: LocalAction) -> LocalAction:
    """For staff: whatever the state of the team."""
    locked_team(action.team_id)
    return _still_there(action)


def require_not_called_off(action: LocalAction) -> None:
    if action.is_cancelled:
        raise ActionCalledOff


def answered(request_key: UUID | None, **body) -> str | None:
    return answer_once(request_key, digest_of=body) if request_key else None


def remember(request_key: UUID | None, answer: object) -> None:
    if request_key:
        remember_answer(request_key, answer)


def forget_files(pictures: list[Picture]) -> None:
    """Once the transaction holds; what is left over by a crash is swept up later (pictures.sweep_files)."""
    names = [picture.file_name(size) for picture in pictures for size in Picture.SIZES]
    transaction.on_commit(lambda: [storages["private"].delete(name) for name in names])


def _still_there(action: LocalAction) -> LocalAction:
    found = LocalAction.objects.select_related("team__agency").filter(pk=action.pk).first()
    if found is None:
        raise ActionGone
    return found


def _write(action: LocalAction, said: Mapping[str, Any]) -> bool:
    """Whether that changes anything."""
    changes = {name: said[name] for name in SAID if name in said and said[name] != getattr(action, name)}
    for name, value in changes.items():
        setattr(action, name, value)
    wanted = said.get("is_public", action.published_at is not None)
    if wanted != (action.published_at is not None):
        action.published_at = clock.now() if wanted else None
        return True
    return bool(changes)

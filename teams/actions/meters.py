"""The meters of an action: read before and during it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from missione.shared.errors import Refused
from teams.actions.local_actions import ChangedInBetween, action_at_work, answered, remember
from teams.models import LocalAction, MeterReading, Person
from teams.models.local_actions import MOST_METERS


class MeterGone(Refused):
    sentence = "Diesen Zähler gibt es hier nicht mehr. Vielleicht hat ihn gerade jemand aus Ihrem Team entfernt."


class TooManyMeters(Refused):
    sentence = f"Mehr als {MOST_METERS} Zähler lassen sich nicht eintragen. Fassen Sie mehrere zu einem Verbrauch zusammen."


@transaction.atomic
def enter_meter(
    *, action: LocalAction, by: Person, name: str, periods: Mapping[str, Mapping[str, Any]], request_key: UUID | None = None
) -> int:
    """`periods` by phase, those that are known. The number of the meter; the same key again gives the same."""
    action = action_at_work(action)
    if earlier := answered(request_key, deed="enter_meter", by=by.pk, action=action.pk, name=name, periods=periods):
        return int(earlier)
    numbers = set(action.readings.values_list("number", flat=True))
    number = next((number for number in range(1, MOST_METERS + 1) if number not in numbers), None)
    if number is None:
        raise TooManyMeters
    _write_meter(action, number, name, periods)
    remember(request_key, number)
    return number


@transaction.atomic
def change_meter(*, action: LocalAction, number: int, name: str, periods: Mapping[str, Mapping[str, Any]], seen: str) -> None:
    """`seen` is `version_of` the readings that the form was drawn from."""
    action = action_at_work(action)
    readings = list(action.readings.filter(number=number))
    if not readings:
        raise MeterGone
    if _says_the_same(readings, name, periods):
        return
    if version_of(readings) != seen:
        raise ChangedInBetween
    _write_meter(action, number, name, periods)


@transaction.atomic
def remove_meter(*, action: LocalAction, number: int) -> None:
    """Twice is once."""
    action_at_work(action).readings.filter(number=number).delete()


def version_of(readings: list[MeterReading]) -> str:
    """Another one whenever any of them was saved."""
    return max(reading.changed_at for reading in readings).isoformat()


def _write_meter(action: LocalAction, number: int, name: str, periods: Mapping[str, Mapping[str, Any]]) -> None:
    for phase in MeterReading.Phase:
        if phase in periods:
            row = {"meter": name, **periods[phase]}
            MeterReading.objects.update_or_create(action=action, number=number, phase=phase, defaults=row)
        else:
            MeterReading.objects.filter(action=action, number=number, phase=phase).delete()


def _says_the_same(readings: list[MeterReading], name: str, periods: Mapping[str, Mapping[str, Any]]) -> bool:
    rows = {reading.phase: reading for reading in readings}
    return rows.keys() == set(map(str, periods)) and all(
        reading.meter == name and all(getattr(reading, key) == value for key, value in periods[phase].items())
        for phase, reading in rows.items()
    )

"""Authorities from a spreadsheet: first what would change, then exactly that, all or nothing."""

import hashlib
import json
import logging
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from tablib import Dataset

from missione.shared.errors import Refused
from teams.actions.authorities import lock_all
from teams.exchange.resource import AgencyResource

logger = logging.getLogger(__name__)
HEADING = 1  # the first row of the sheet


class PlanOutdated(Refused):
    sentence = "Inzwischen hat sich etwas geändert. Unten steht, was die Datei jetzt bewirken würde; noch ist nichts eingetragen."


@dataclass(frozen=True)
class Change:
    row: int
    name: str
    cells: tuple[tuple[str, str, str], ...]  # column, before, after


@dataclass
class Plan:
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)  # row of the sheet, sentence

    @property
    def digest(self) -> str:
        """What staff agree to: another digest, and they look again."""
        body = [[change.row, change.name, change.cells] for change in (*self.new, *self.changed)]
        return hashlib.sha256(json.dumps([len(self.new), body]).encode()).hexdigest()

    @property
    def can_be_done(self) -> bool:
        return not self.errors and bool(self.new or self.changed)


def plan_import(*, dataset: Dataset) -> Plan:
    """Everything is done and taken back: what it shows is what will happen."""
    with transaction.atomic():
        plan = _carry_out(dataset)
        transaction.set_rollback(True)
    return plan


@transaction.atomic
def import_agencies(*, dataset: Dataset, agreed: str) -> Plan:
    """`agreed` is the digest of the plan that was looked at."""
    plan = _carry_out(dataset)
    if plan.errors or plan.digest != agreed:
        raise PlanOutdated
    return plan


def _carry_out(dataset: Dataset) -> Plan:
    lock_all()
    resource, plan = AgencyResource(), Plan()
    result = resource.import_data(dataset, dry_run=False, use_transactions=False)
    for error in result.base_errors:
        raise error.error
    for number, row in enumerate(result.rows, 1):
        _note(plan, resource, number + HEADING, row)
    return plan


def _note(plan: Plan, resource: AgencyResource, number: int, row) -> None:
    if row.validation_error:
        plan.errors += [(number, sentence) for sentence in _sentences(resource, row.validation_error)]
    elif row.errors:
        for error in row.errors:
            logger.warning("agency_import_row_failed", exc_info=error.error)
        plan.errors.append(
            (number, "Diese Zeile lässt sich nicht speichern. Vielleicht gibt es die Dienststelle seit eben schon.")
        )
    elif row.is_new():
        plan.new.append(Change(number, str(row.instance), _cells(resource, None, row.instance)))
    elif row.is_update():
        plan.changed.append(Change(number, str(row.original), _cells(resource, row.original, row.instance)))
    elif row.instance.pk:  # an empty row is none
        plan.unchanged += 1


def _cells(resource: AgencyResource, before, after) -> tuple[tuple[str, str, str], ...]:
    new = resource.words(after)
    old = resource.words(before) if before else dict.fromkeys(new, "")
    return tuple((column, old[column], new[column]) for column in new if old[column] != new[column])


def _sentences(resource: AgencyResource, error) -> list[str]:
    columns = {field.attribute: field.column_name for field in resource.get_import_fields()}
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        message if name == NON_FIELD_ERRORS else f"{columns.get(name, name)}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]

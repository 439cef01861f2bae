"""Where a person works. Locks go authorities first, by ascending key, then the person, as in a merge."""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Value
from django.db.models.functions import Lower

from teams.errors import AgencyGone, ChangedMeanwhile
from teams.models import Agency, Person
from teams.spelling import one_spelling


@transaction.atomic
def choose_agency(*, person: Person, agency: Agency) -> Agency:
    """One of the list, or the one it is already."""
    return _move(person, agency.pk, may_be=lambda row: row.is_confirmed or row.pk == person.agency_id)


@transaction.atomic
def propose_agency(*, person: Person, name: str) -> Agency:
    """ "Nicht dabei?": a free entry, which staff confirm or merge. Two people with the same entry share it."""
    return _move(person, _entry_named(one_spelling(name)).pk, may_be=lambda row: True)


@transaction.atomic
def leave_agency(*, person: Person) -> None:
    _move(person, None, may_be=lambda row: True)


def _move(person: Person, to: int | None, *, may_be) -> Agency | None:
    before = Person.objects.values_list("agency", flat=True).get(pk=person.pk)
    rows = {row.pk: row for row in Agency.objects.locked().filter(pk__in={before, to} - {None})}
    chosen = rows.get(to)
    if to and not (chosen and chosen.is_active and may_be(chosen)):
        raise AgencyGone
    if Person.objects.select_for_update(no_key=True).get(pk=person.pk).agency_id != before:
        raise ChangedMeanwhile
    Person.objects.filter(pk=person.pk).update(agency=chosen)
    person.agency = chosen
    if before and before != to:
        drop_if_unused(rows[before])
    return chosen


def drop_if_unused(entry: Agency) -> None:
    """A free entry that nobody stands behind any more is no work for staff. People, teams and the apps above protect theirs."""
    if not entry.is_confirmed and entry.is_active:
        with suppress(ProtectedError):
            entry.delete()


def _entry_named(name: str) -> Agency:
    """The database says whether there is one: two who type the same at once get the same row."""
    try:
        with transaction.atomic():
            return Agency.objects.create(name=name, is_confirmed=False)
    except IntegrityError:
        there = Agency.objects.annotate(lower=Lower("name")).filter(lower=Lower(Value(name)), city="", is_active=True)
        if found := there.first():
            return found
        raise AgencyGone from None

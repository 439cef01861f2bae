"""The authorities an empty portal begins with."""

from django.db import transaction

from teams.actions.authorities import lock_all
from teams.first_authorities import ALL, MINISTRIES
from teams.models import Agency, Ministry


@transaction.atomic
def load_authorities() -> int:
    """Adds what is missing and touches nothing else: what staff renamed, merged or took out stays as they left it."""
    first = [Ministry(abbreviation=short, name=name, order=order) for order, (short, name) in enumerate(MINISTRIES.items(), 1)]
    Ministry.objects.bulk_create(first, ignore_conflicts=True)
    lock_all()
    ministries = {ministry.abbreviation: ministry for ministry in Ministry.objects.all()}
    known = _every_name_ever()
    missing = [first for first in ALL if first.name.lower() not in known]
    agencies = [
        Agency(
            name=first.name,
            ministry=ministries[first.ministry],
            city=first.city,
            kind=first.kind,
            abbreviations=list(first.abbreviations),
            former_names=list(first.former_names),
        )
        for first in missing
    ]
    for agency in agencies:
        agency.tidy()
    Agency.objects.bulk_create(agencies)
    return len(missing)


def _every_name_ever() -> set[str]:
    """Those of inactive and merged ones, too."""
    rows = Agency.objects.values_list("name", "former_names")
    return {name.lower() for today, former in rows for name in (today, *former)}

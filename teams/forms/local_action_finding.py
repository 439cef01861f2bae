"""What somebody looks for among the local actions."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from missione.shared import finding
from teams.models import LocalAction, Ministry
from teams.querysets.local_actions import LocalActionQuerySet


class FilterForm(NamedTuple):
    """What the form shows: what is chosen, and what there is to choose from. Equal ones are drawn once ({% remember %})."""

    view: str = ""
    q: str = ""
    ressort: str = ""
    art: str = ""
    monat: str = ""
    ministries: tuple[tuple[str, str], ...] = ()
    months: tuple[tuple[str, str], ...] = ()

    kinds = tuple(LocalAction.Kind.choices)


def _a_ministry(text: str) -> str:
    """Looked up here, not in a query: the address may hold what no text of the database can."""
    return text if text in Ministry.objects.values_list("abbreviation", flat=True) else ""


class Wanted(finding.Wanted):
    filters = {
        "q": finding.words(LocalActionQuerySet.about),
        "ressort": finding.Filter("Ressort", _a_ministry, "Ressort {}".format, LocalActionQuerySet.of_ministry),
        "art": finding.one_of("Art", LocalAction.Kind, lambda actions, kind: actions.filter(kind=kind)),
        "monat": finding.month(LocalActionQuerySet.between),
    }

    @property
    def elsewhere(self) -> str:
        """The same among what is over, or to come: the months are others there."""
        return self.address("monat")

    def form(self, view: str, months: Iterable[date]) -> FilterForm:
        ministries = tuple((row.abbreviation, f"{row.abbreviation}: {row.name}") for row in Ministry.objects.all())
        return FilterForm(view, **self.values, ministries=ministries, months=self.months(months))

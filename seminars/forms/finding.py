"""What somebody looks for among the dates."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

from missione.shared import finding
from missione.shared.clock import BERLIN
from seminars.choices import Format, TakingPart, Topic
from seminars.querysets import EventQuerySet


class FilterForm(NamedTuple):
    """What the form shows: what is chosen, and the months there are. Equal ones are drawn once ({% remember %})."""

    q: str = ""
    thema: str = ""
    format: str = ""
    teilnahme: str = ""
    monat: str = ""
    frei: str = ""
    months: tuple[tuple[str, str], ...] = ()

    topics = tuple(Topic.choices)
    formats = tuple(Format.choices)
    ways = tuple(TakingPart.choices)


def _between(events: EventQuerySet, first: date, after: date) -> EventQuerySet:
    return events.between(*(datetime.combine(day, time(), BERLIN) for day in (first, after)))


class Wanted(finding.Wanted):
    filters = {
        "q": finding.words(EventQuerySet.about),
        "thema": finding.one_of("Thema", Topic, lambda events, topic: events.filter(offer__topic=topic)),
        "format": finding.one_of("Format", Format, lambda events, kind: events.filter(offer__format=kind)),
        "teilnahme": finding.one_of("Teilnahme", TakingPart, EventQuerySet.taking_part),
        "monat": finding.month(_between),
        "frei": finding.only("Freie Plätze", "Nur freie Plätze", EventQuerySet.with_free_seats),
    }

    def form(self, months: Iterable[date]) -> FilterForm:
        return FilterForm(**self.values, months=self.months(months))

"""What somebody looks for. The address may hold anything: what is not understood is left out, and said so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Self

from django.http import QueryDict
from django.utils.http import urlencode

from missione.shared.clock import BERLIN
from missione.shared.search import normalise
from missione.shared.validators import without_control_characters
from seminars.choices import Format, TakingPart, Topic
from seminars.glance import MONTHS
from seminars.querysets import EventQuerySet

LONGEST_WORDS = 100
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
PAGE = re.compile(r"[1-9][0-9]{0,3}")
CHOICES = {"thema": Topic, "format": Format, "teilnahme": TakingPart}
LABELS = {
    "q": "Stichwort", "thema": "Thema", "format": "Format", "teilnahme": "Teilnahme", "monat": "Monat",
    "frei": "Freie Plätze", "seite": "Seite",
}  # fmt: skip


class Chip(NamedTuple):
    """A filter that is set, and the address without it."""

    words: str
    without: str


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


@dataclass
class Wanted:
    """Read once from the address; `values` holds what was understood, under the names of the address."""

    values: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        wanted = cls()
        for name, label in LABELS.items():
            if text := query.get(name, "").strip():
                wanted._take(name, _understood(name, text), label)
        return wanted

    def _take(self, name: str, value: str, label: str) -> None:
        if not value:
            self.ignored.append(label)
        elif name == "seite":
            self.page = int(value)
        else:
            self.values[name] = value

    def among(self, events: EventQuerySet) -> EventQuerySet:
        for name, value in self.values.items():
            events = FILTERS[name](events, value)
        return events

    def address(self, **changes: str) -> str:
        """The query of the address with nothing empty in it."""
        query = urlencode({name: value for name, value in {**self.values, **changes}.items() if value})
        return f"?{query}" if query else ""

    def form(self, months: Iterable[date]) -> FilterForm:
        """With the months that have events, and the one that is chosen."""
        offered = {f"{month:%Y-%m}" for month in months} | {self.values.get("monat", "")} - {""}
        return FilterForm(**self.values, months=tuple((month, month_in_words(month)) for month in sorted(offered)))

    def chips(self) -> list[Chip]:
        return [Chip(_in_words(name, value), self.address(**{name: ""})) for name, value in self.values.items()]


def month_in_words(month: str) -> str:
    """Dezember 2026, from 2026-12"""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def _understood(name: str, text: str) -> str:
    """The value as the portal takes it, or nothing."""
    if name == "q":
        words = without_control_characters(text)[:LONGEST_WORDS]
        return words if normalise(words) else ""
    if name in CHOICES:
        return text if text in CHOICES[name].values else ""
    if name == "frei":
        return text if text == "1" else ""
    pattern = MONTH if name == "monat" else PAGE
    return text if pattern.fullmatch(text) else ""


def _in_words(name: str, value: str) -> str:
    if name == "q":
        return f"„{value}“"
    if name == "frei":
        return "Nur freie Plätze"
    return month_in_words(value) if name == "monat" else str(CHOICES[name](value).label)


def _in_month(events: EventQuerySet, month: str) -> EventQuerySet:
    year, number = map(int, month.split("-"))
    start = datetime(year, number, 1, tzinfo=BERLIN)
    return events.between(start, datetime(year + number // 12, number % 12 + 1, 1, tzinfo=BERLIN))


FILTERS = {
    "q": EventQuerySet.about,
    "thema": lambda events, topic: events.filter(offer__topic=topic),
    "format": lambda events, kind: events.filter(offer__format=kind),
    "teilnahme": EventQuerySet.taking_part,
    "monat": _in_month,
    "frei": lambda events, _: events.with_free_seats(),
}

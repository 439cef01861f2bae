"""What somebody looks for in a list. The address may hold anything: what is not understood is left out, and said so."""

import re
from collections.abc import Callable
from datetime import date
from typing import ClassVar, NamedTuple

from django.db.models import Choices, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from missione.shared.search import normalise
from missione.shared.validators import without_control_characters
from missione.shared.wall_time import MONTHS

LONGEST_WORDS = 100
MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
PAGE = re.compile(r"[1-9][0-9]{0,3}")


class Chip(NamedTuple):
    """A filter that is set, and the address without it."""

    words: str
    without: str


class Filter(NamedTuple):
    """What it is called, the value as the portal takes it (or nothing), how that reads, and what it leaves of a list."""

    label: str
    understood: Callable[[str], str]
    in_words: Callable[[str], str]
    narrow: Callable[[QuerySet, str], QuerySet]


def words(narrow: Callable[[QuerySet, str], QuerySet]) -> Filter:
    def understood(text: str) -> str:
        known = without_control_characters(text)[:LONGEST_WORDS]
        return known if normalise(known) else ""

    return Filter("Stichwort", understood, "„{}“".format, narrow)


def one_of(label: str, choices: type[Choices], narrow: Callable[[QuerySet, str], QuerySet]) -> Filter:
    return Filter(label, lambda text: text if text in choices.values else "", lambda value: str(choices(value).label), narrow)


def only(label: str, in_words: str, narrow: Callable[[QuerySet], QuerySet]) -> Filter:
    """A box to tick."""
    return Filter(label, lambda text: text if text == "1" else "", lambda _: in_words, lambda rows, _: narrow(rows))


def month(narrow: Callable[[QuerySet, date, date], QuerySet]) -> Filter:
    """`narrow` is told the first day of the month, and of the one after it."""

    def in_month(rows: QuerySet, value: str) -> QuerySet:
        year, number = map(int, value.split("-"))
        return narrow(rows, date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))

    return Filter("Monat", lambda text: text if MONTH.fullmatch(text) else "", month_in_words, in_month)


def month_in_words(value: str) -> str:
    """Dezember 2026, from 2026-12"""
    year, number = value.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


class Wanted:
    """Read once from the address; `values` holds what was understood, under the names of the address."""

    filters: ClassVar[dict[str, Filter]] = {}

    def __init__(self, query: QueryDict):
        self.values: dict[str, str] = {}
        self.ignored: list[str] = []
        for name, each in self.filters.items():
            if text := query.get(name, "").strip():
                self._take(name, each.understood(text), each.label)
        self.page = self._page(query.get("seite", "").strip())

    def _take(self, name: str, value: str, label: str) -> None:
        if value:
            self.values[name] = value
        else:
            self.ignored.append(label)

    def _page(self, text: str) -> int:
        if text and not PAGE.fullmatch(text):
            self.ignored.append("Seite")
            return 1
        return int(text or 1)

    def among(self, rows: QuerySet) -> QuerySet:
        for name, value in self.values.items():
            rows = self.filters[name].narrow(rows, value)
        return rows

    def address(self, *without: str) -> str:
        """The query of the address with nothing empty in it."""
        query = urlencode({name: value for name, value in self.values.items() if name not in without})
        return f"?{query}" if query else ""

    def chips(self) -> list[Chip]:
        return [Chip(self.filters[name].in_words(value), self.address(name)) for name, value in self.values.items()]

    def months(self, there: list[date]) -> tuple[tuple[str, str], ...]:
        """Those in which there is something, and the one that is chosen."""
        offered = {f"{each:%Y-%m}" for each in there} | {self.values.get("monat", "")} - {""}
        return tuple((each, month_in_words(each)) for each in sorted(offered))

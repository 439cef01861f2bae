"""What somebody looks for in the catalogue."""

import re
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from materials.choices import ArticleKind, Topic
from materials.querysets import ArticleQuerySet
from materials.standing import day_in_words
from missione.shared import clock, finding
from missione.shared.finding import Chip, Filter

DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
KINDS = {"behalten": ArticleKind.GIVE_AWAY, "ausleihen": ArticleKind.LOAN, "herunterladen": ArticleKind.DOWNLOAD}


class FilterForm(NamedTuple):
    """What the form shows."""

    q: str = ""
    art: str = ""
    thema: str = ""
    von: str = ""
    bis: str = ""
    today: str = ""

    kinds = tuple((word, kind.label) for word, kind in KINDS.items())
    topics = tuple(Topic.choices)


def coming_day(text: str) -> str:
    """Today or later, else nothing: nothing is lent yesterday."""
    try:
        known = bool(DAY.fullmatch(text)) and date.fromisoformat(text) >= clock.today()
    except ValueError:
        known = False
    return text if known else ""


def _one_end(label: str) -> Filter:
    """One day alone leaves out nothing: the two are asked for together."""
    return Filter(label, coming_day, str, lambda articles, _: articles)


class Wanted(finding.Wanted):
    filters = {
        "q": finding.words(ArticleQuerySet.about),
        "art": Filter(
            "Art",
            lambda text: text if text in KINDS else "",
            lambda value: str(KINDS[value].label),
            lambda articles, value: articles.filter(kind=KINDS[value]),
        ),
        "thema": finding.one_of("Thema", Topic, lambda articles, topic: articles.filter(topic=topic)),
        "von": _one_end("Vom"),
        "bis": _one_end("Bis zum"),
    }

    def __init__(self, query: QueryDict):
        super().__init__(query)
        self._look_at_the_days()

    def _look_at_the_days(self) -> None:
        """A time is two days in the right order; one alone says nothing. What was typed stays in the form."""
        self.typed_days = {name: self.values[name] for name in ("von", "bis") if name in self.values}
        if not self.typed_days or (len(self.typed_days) == 2 and self.typed_days["von"] <= self.typed_days["bis"]):
            return
        for name in self.typed_days:
            del self.values[name]
        if not {self.filters[name].label for name in ("von", "bis")} & set(self.ignored):
            why = "es fehlt ein Tag" if len(self.typed_days) == 1 else "der letzte Tag liegt vor dem ersten"
            self.ignored.append(f"Zum Ausleihen frei ({why})")

    @property
    def days(self) -> tuple[date, date] | None:
        return (date.fromisoformat(self.values["von"]), date.fromisoformat(self.values["bis"])) if "von" in self.values else None

    def among(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        articles = super().among(articles)
        return articles.lendable(*self.days) if self.days else articles

    def form(self) -> FilterForm:
        return FilterForm(**{**self.values, **self.typed_days}, today=clock.today().isoformat())

    def chips(self) -> list[Chip]:
        """The two days are one."""
        if not self.days:
            return super().chips()
        first, last = map(day_in_words, self.days)
        singles = [chip for name, chip in zip(self.values, super().chips(), strict=True) if name not in ("von", "bis")]
        return [*singles, Chip(f"Frei vom {first} bis {last}", self.address("von", "bis"))]

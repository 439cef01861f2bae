"""When something of an article is free: all its loans are asked for once, the rest is counted here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from materials.choices import LoanState
from materials.facts import first_day_of_loan, last_day_of_loan
from materials.models import Article, Loan, Unit
from missione.shared import clock

ONE = timedelta(days=1)
Days = tuple[date, date]


@dataclass(frozen=True)
class Answer:
    """To who asks for certain days: how many are free all the time, what hinders, and what is near instead."""

    first: date
    last: date
    free: int
    problem: str
    instead: Sequence[Days]

    @property
    def can_be_had(self) -> bool:
        return bool(self.free) and not self.problem

    @property
    def is_all_lent(self) -> bool:
        """The days are right, and others have them: here waiting helps."""
        return not self.free and not self.problem


class Availability:
    """`taken` are the days with which each usable unit is busy, from the first to the day after the last, transport included."""

    def __init__(self, article: Article, taken: Iterable[Sequence[Days]]):
        self.article = article
        self.first, self.last = first_day_of_loan(article), last_day_of_loan()
        self.today = clock.today()
        self.horizon = self.last + timedelta(days=article.days_after) + ONE
        self.gaps = [list(_gaps(sorted(days), self.today, self.horizon)) for days in taken]

    @classmethod
    def of(cls, article: Article) -> "Availability":
        units = Unit.objects.usable().filter(article=article)
        taken: dict[int, list[Days]] = {pk: [] for pk in units.values_list("pk", flat=True)}
        loans = Loan.objects.holding_a_unit().filter(unit__in=list(taken))
        back = clock.today() + timedelta(days=article.days_after) + ONE  # what is late, if it were sent back today
        for unit, period, state, to_day in loans.values_list("unit", "period", "state", "to_day"):
            is_late = state == LoanState.OUT and to_day < clock.today()
            taken[unit].append((period.lower, max(period.upper, back) if is_late else period.upper))
        return cls(article, taken.values())

    @property
    def units(self) -> int:
        return len(self.gaps)

    def free_each_day(self, first: date, last: date) -> dict[date, int]:
        """How many lie here on each of these days."""
        changes: dict[date, int] = {}
        for start, end in (gap for unit in self.gaps for gap in unit):
            changes[max(start, first)] = changes.get(max(start, first), 0) + 1
            changes[max(end, first)] = changes.get(max(end, first), 0) - 1
        free, count = {}, 0
        for number in range((last - first).days + 1):
            day = first + number * ONE
            count += changes.get(day, 0)
            free[day] = count
        return free

    def how_many(self, first: date, last: date) -> int:
        """Free all the time, and on the days on the way."""
        return sum(start <= first <= end for start, end in self._starts((last - first).days + 1))

    def next_start(self, days: int) -> date | None:
        return min((start for start, _ in self._starts(days)), default=None)

    def answer(self, first: date, last: date) -> Answer:
        problem = problem_of_days(self.article, first, last)
        free = 0 if problem else self.how_many(first, last)
        return Answer(first, last, free, problem, [] if free else self._near(first, last))

    def _near(self, first: date, last: date) -> list[Days]:
        """As many days, a little earlier and a little later; too few or too many become what is possible."""
        days = min(max((last - first).days + 1, self.article.min_days), self.article.max_days)
        starts = list(self._starts(days))
        earlier = max((min(end, first) for start, end in starts if start <= first), default=None)
        later = min((max(start, first) for start, end in starts if end >= first), default=None)
        near = sorted({start for start in (earlier, later) if start})
        return [(start, start + timedelta(days=days - 1)) for start in near]

    def _starts(self, days: int) -> Iterator[Days]:
        """From when until when a loan of so many days may begin: for each unit and each time in which it lies here."""
        before, rest = timedelta(days=self.article.days_before), timedelta(days=self.article.days_after + days)
        for start, end in (gap for unit in self.gaps for gap in unit):
            earliest = max(start + before, self.first)
            latest = min(end - rest, self.last - timedelta(days=days - 1))
            if earliest <= latest:
                yield earliest, latest


def _gaps(taken: Sequence[Days], first: date, end: date) -> Iterator[Days]:
    for start, after in taken:
        if start > first:
            yield first, min(start, end)
        first = max(first, after)
    if first < end:
        yield first, end


def problem_of_days(article: Article, from_day: date, to_day: date) -> str:
    """Whether it can be lent on these days at all, whoever else has it."""
    if to_day < from_day:
        return "Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden."
    if from_day < first_day_of_loan(article):
        return f"Der früheste Tag ist der {first_day_of_loan(article):%d.%m.%Y}: So lange dauert der Weg zu Ihnen."
    if to_day > last_day_of_loan():
        return f"So weit im Voraus planen wir noch nicht. Der letzte mögliche Tag ist der {last_day_of_loan():%d.%m.%Y}."
    days = (to_day - from_day).days + 1
    if not article.min_days <= days <= article.max_days:
        return f"Das sind {days} Tage. Möglich sind mindestens {article.min_days} und höchstens {article.max_days} Tage."
    return ""

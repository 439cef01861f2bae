"""The months of an article that is lent, day by day: how many are free, in words."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.dateformat import format as date_format

from materials.availability import Availability

AT_ONCE = 3
WEEKDAYS = (("Mo", "Montag"), ("Di", "Dienstag"), ("Mi", "Mittwoch"), ("Do", "Donnerstag"), ("Fr", "Freitag"),
            ("Sa", "Samstag"), ("So", "Sonntag"))  # fmt: skip


class Day(NamedTuple):
    date: date
    kind: str  # free, some, none, or over
    number: str
    words: str
    is_today: bool


class Month(NamedTuple):
    title: str
    address: str
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class Months:
    """Three at once; `earlier` and `later` are the first of those before and after, as the address names them."""

    months: list[Month]
    earlier: str
    later: str
    weekdays = WEEKDAYS


def months_of(available: Availability, wanted: str) -> Months:
    """`wanted` is a month as in 2027-02; what is none, past or too far away is the nearest that can be shown."""
    first, last = _number(available.today), _number(available.last)
    start = min(max(_wanted(wanted, first), first), last)
    shown = range(start, min(start + AT_ONCE, last + 1))
    return Months(
        [_month(available, number) for number in shown],
        _address(max(first, start - AT_ONCE)) if start > first else "",
        _address(start + AT_ONCE) if start + AT_ONCE <= last else "",
    )


def _month(available: Availability, number: int) -> Month:
    year, month = divmod(number, 12)
    weeks = calendar.Calendar().monthdatescalendar(year, month + 1)
    free = available.free_each_day(weeks[0][0], weeks[-1][-1])
    days = [[_day(available, day, free[day]) if day.month == month + 1 else None for day in week] for week in weeks]
    return Month(date_format(date(year, month + 1, 1), "F Y"), _address(number), days)


def _day(available: Availability, day: date, free: int) -> Day:
    is_today = day == available.today
    if not available.today <= day <= available.last:
        return Day(day, "over", "", "", is_today)
    if not free:
        return Day(day, "none", "alle", "weg", is_today)
    return Day(day, "free" if free == available.units else "some", str(free), "frei", is_today)


def _wanted(text: str, otherwise: int) -> int:
    try:
        return _number(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return otherwise


def _number(day: date) -> int:
    """Months since the year null, so that they can be counted."""
    return day.year * 12 + day.month - 1


def _address(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02}"

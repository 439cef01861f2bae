"""The working days of the state administration of North Rhine-Westphalia."""

from datetime import date, timedelta
from functools import lru_cache

ONE = timedelta(days=1)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def working_days_after(day: date, count: int) -> date:
    """The working day that comes so many working days after this one."""
    while count > 0:
        day += ONE
        count -= is_working_day(day)
    return day


@lru_cache(maxsize=20)
def holidays(year: int) -> frozenset[date]:
    """With Christmas Eve and New Year's Eve, when the offices of the state are closed, too."""
    around_easter = (-2, 1, 39, 50, 60)  # Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi
    fixed = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 24), (12, 25), (12, 26), (12, 31))
    moving = (easter(year) + days * ONE for days in around_easter)
    return frozenset([*moving, *(date(year, month, day) for month, day in fixed)])


def easter(year: int) -> date:
    """Easter Sunday, by Gauss's rule with its two exceptions."""
    century = year // 100
    shift = (15 + (3 * century + 3) // 4 - (8 * century + 13) // 25) % 30
    equation = (4 + century - century // 4) % 7
    moon = (19 * (year % 19) + shift) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + equation) % 7
    if sunday == 6 and (moon == 29 or (moon == 28 and year % 19 > 10)):
        sunday -= 7
    return date(year, 3, 22) + (moon + sunday) * ONE

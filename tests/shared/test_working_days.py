"""The working days of the state administration of North Rhine-Westphalia."""

from datetime import date

import pytest

from missione.shared.working_days import easter, holidays, is_working_day, working_days_after


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1954, (4, 18)), (1981, (4, 19)), (2024, (3, 31)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25)), (2049, (4, 18))],
)
def test_easter_with_its_two_exceptions(year, sunday):
    assert easter(year) == date(year, *sunday)


def test_the_holidays_of_a_year():
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 17),
        date(2027, 5, 27), date(2027, 10, 3), date(2027, 11, 1), date(2027, 12, 24), date(2027, 12, 25), date(2027, 12, 26),
        date(2027, 12, 31),
    ]  # fmt: skip


def test_weekends_and_holidays_are_no_working_days():
    days = [date(2026, 12, day) for day in (23, 24, 25, 26, 27, 28, 31)]

    assert [day.day for day in days if is_working_day(day)] == [23, 28]


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 11, 22), 10, date(2026, 12, 4)),
        (date(2026, 12, 22), 10, date(2027, 1, 11)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_so_many_working_days_later(start, count, end):
    assert working_days_after(start, count) == end

"""The one clock of the portal, so that a test and an acceptance run can move it."""

import contextlib
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BERLIN = ZoneInfo("Europe/Berlin")

_shift = timedelta(0)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return timezone.now() + _shift


def today() -> date:
    """The day in Berlin."""
    return now().astimezone(BERLIN).date()


def months_ago(months: int) -> datetime:
    """The same hour so many months earlier in Berlin; on the last day of a month that has no such day."""
    here = now().astimezone(BERLIN)
    year, month = divmod(here.year * 12 + here.month - 1 - months, 12)
    return here.replace(year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1]))


@contextlib.contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Inside, the clock of this process starts at `moment` and runs on."""
    global _shift
    before, _shift = _shift, moment - timezone.now()
    try:
        yield
    finally:
        _shift = before

"""The one clock of the portal, so that a test and an acceptance run can move it."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

BERLIN = ZoneInfo("Europe/Berlin")

_shift = timedelta(0)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return timezone.now() + _shift


@contextlib.contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Inside, the clock of this process starts at `moment` and runs on."""
    global _shift
    before, _shift = _shift, moment - timezone.now()
    try:
        yield
    finally:
        _shift = before

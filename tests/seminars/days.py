"""The days on which the stories of bookings happen."""

from datetime import datetime

from missione.shared.clock import BERLIN


def berlin(*moment):
    return datetime(*moment, tzinfo=BERLIN)


SUNDAY = berlin(2026, 11, 22, 9)
TUESDAY = berlin(2026, 12, 8, 10)

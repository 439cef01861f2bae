"""Wall time in Berlin: what people type, and the two nights a year when that is not enough."""

from datetime import date, datetime, time

from missione.shared.clock import BERLIN
from missione.shared.errors import Refused

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


class NoSuchTime(Refused):
    """The clocks go forward over this time."""


class TimeExistsTwice(Refused):
    """The clocks go back over this time."""


def wall_moment(day: date, at: time) -> datetime:
    """The aware moment of a wall time in Berlin. Refuses what does not exist or exists twice."""
    moment = datetime.combine(day, at, tzinfo=BERLIN)
    words = f"{day:%d.%m.%Y}, {at:%H:%M} Uhr"
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        if _exists(moment):
            raise TimeExistsTwice(
                f"Die Uhrzeit {words} gibt es zweimal, weil in dieser Nacht die Uhr zurückgestellt wird. Wählen Sie eine andere."
            )
        raise NoSuchTime(
            f"Die Uhrzeit {words} gibt es nicht, weil in dieser Nacht die Uhr vorgestellt wird. Wählen Sie eine andere."
        )
    return moment


def _exists(moment: datetime) -> bool:
    from_utc = datetime.fromtimestamp(moment.timestamp(), tz=BERLIN)
    return from_utc.replace(tzinfo=None) == moment.replace(tzinfo=None)

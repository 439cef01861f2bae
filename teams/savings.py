"""What an action has saved, from meter readings: pure arithmetic with Decimal, no database, no rounding before it is shown.

What the action's days would have used at the pace of the reference period, less what they did use. Both periods count their
first and their last day in full, and may be of different length.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from missione.shared.errors import Refused

SATURDAY = 5
NOTEWORTHY_SHARE = Decimal("0.1")  # of weekend days, before the comparison is lame
SHORT = 3  # days
FAR_APART = timedelta(days=90)
ZERO = Decimal(0)


class MeterRanBackwards(Refused):
    sentence = (
        "Der Stand am Ende ist kleiner als der am Anfang. Wurde der Zähler gewechselt, oder fing er wieder bei null an? "
        "Dann tragen Sie statt der Stände den Verbrauch ein."
    )


@dataclass(frozen=True)
class Period:
    """One meter in one phase: its readings, or what was used in between."""

    first: date
    last: date
    start: Decimal | None = None
    end: Decimal | None = None
    used: Decimal | None = None

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def consumption(self) -> Decimal | None:
        """None as long as a reading is missing."""
        if self.used is not None:
            return self.used
        if self.start is None or self.end is None:
            return None
        if self.end < self.start:
            raise MeterRanBackwards
        return self.end - self.start

    @property
    def per_day(self) -> Decimal | None:
        return None if self.consumption is None else self.consumption / self.days

    @property
    def weekend_share(self) -> Decimal:
        weeks, rest = divmod(self.days, 7)
        tail = sum((self.first.weekday() + day) % 7 >= SATURDAY for day in range(rest))
        return Decimal(weeks * 2 + tail) / self.days


@dataclass(frozen=True)
class Meter:
    name: str
    reference: Period | None = None
    action: Period | None = None


@dataclass(frozen=True)
class Saving:
    """In kilowatt hours. Negative means: more was used than before."""

    expected: Decimal = ZERO
    used: Decimal = ZERO

    def __add__(self, other: "Saving") -> "Saving":
        return Saving(self.expected + other.expected, self.used + other.used)

    @property
    def kwh(self) -> Decimal:
        return self.expected - self.used

    @property
    def more(self) -> Decimal:
        """How much more was used, for who speaks of that."""
        return -self.kwh

    @property
    def percent(self) -> Decimal | None:
        """Of what was expected; of nothing there is no share."""
        return self.kwh * 100 / self.expected if self.expected else None

    def euros(self, cents_per_kwh: Decimal) -> Decimal:
        return self.kwh * cents_per_kwh / 100

    def kilograms(self, grams_per_kwh: Decimal) -> Decimal:
        return self.kwh * grams_per_kwh / 1000


@dataclass(frozen=True)
class Outcome:
    """Each meter with its saving, all together, and in German sentences what is missing and what makes the comparison lame."""

    meters: list[tuple[Meter, Saving | None]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)

    @property
    def total(self) -> Saving | None:
        """Of the meters that are complete."""
        complete = [saving for _, saving in self.meters if saving]
        return sum(complete, Saving()) if complete else None


def outcome_of(meters: Iterable[Meter]) -> Outcome:
    meters = list(meters)
    cautions = dict.fromkeys(words for meter in meters for words in _cautions(meter))
    return Outcome([(meter, saving_of(meter)) for meter in meters], [w for m in meters for w in missing_of(m)], list(cautions))


def saving_of(meter: Meter) -> Saving | None:
    """None as long as something is missing."""
    before, during = meter.reference, meter.action
    if before is None or during is None or before.consumption is None or during.consumption is None:
        return None
    return Saving(expected=before.consumption * during.days / before.days, used=during.consumption)


def missing_of(meter: Meter) -> list[str]:
    return [
        *_missing_in(meter.name, "Referenzzeitraum", meter.reference),
        *_missing_in(meter.name, "Aktionszeitraum", meter.action),
    ]


def _missing_in(name: str, phase: str, period: Period | None) -> list[str]:
    if period is None:
        return [f"{name}: Die Messung im {phase} fehlt."]
    if period.consumption is not None:
        return []
    if period.start is None and period.end is None:
        return [f"{name}: Im {phase} fehlen die Zählerstände."]
    return [f"{name}: Im {phase} fehlt der Stand am {'Anfang' if period.start is None else 'Ende'}."]


def _cautions(meter: Meter) -> list[str]:
    if not saving_of(meter):
        return []
    before, during = meter.reference, meter.action
    said = []
    if abs(before.weekend_share - during.weekend_share) > NOTEWORTHY_SHARE:
        said.append("Die Zeiträume enthalten unterschiedlich viele Wochenendtage. Das verzerrt den Vergleich.")
    if min(before.days, during.days) < SHORT:
        said.append("Einer der Zeiträume ist sehr kurz. Einzelne Tage wiegen dann schwer.")
    if _gap(before, during) > FAR_APART:
        said.append("Zwischen den Zeiträumen liegen mehr als drei Monate. Wetter und Tageslicht waren anders.")
    return said


def _gap(one: Period, other: Period) -> timedelta:
    return max(one.first - other.last, other.first - one.last)

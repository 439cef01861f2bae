"""What an action has saved, with the readings and the assumptions that stand in the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from teams.models import LocalAction, MeterReading, SavingsAssumption
from teams.savings import Meter, Outcome, Period, Saving, outcome_of

Kind, Phase = SavingsAssumption.Kind, MeterReading.Phase
NO_PRICE = "Für diesen Tag ist kein Strompreis hinterlegt. Das Kampagnenteam kann ihn eintragen."
NO_CO2 = "Für diesen Tag ist kein CO₂-Wert hinterlegt. Das Kampagnenteam kann ihn eintragen."


@dataclass(frozen=True)
class Effect:
    """The saving, and what it is worth by the assumptions that held when the action began."""

    outcome: Outcome
    price: SavingsAssumption | None = None
    co2: SavingsAssumption | None = None

    @property
    def total(self) -> Saving | None:
        return self.outcome.total

    @property
    def euros(self) -> Decimal | None:
        return self.total.euros(self.price.value) if self.total and self.price else None

    @property
    def kilograms(self) -> Decimal | None:
        return self.total.kilograms(self.co2.value) if self.total and self.co2 else None

    @property
    def missing(self) -> list[str]:
        """In German sentences, for the team."""
        worthless = [words for row, words in ((self.price, NO_PRICE), (self.co2, NO_CO2)) if self.total and not row]
        return [*self.outcome.missing, *worthless]

    @property
    def assumptions(self) -> list[SavingsAssumption]:
        return [row for row in (self.price, self.co2) if row]

    @property
    def more_was_used(self) -> bool:
        return self.total is not None and self.total.kwh < 0

    @property
    def amounts(self) -> list[tuple[Decimal | None, int, str]]:
        """What is shown, without its sign (the words say which way it went): how much, with how many decimals, of what."""
        if not self.total:
            return []
        found = [
            (self.total.kwh, 1, "kWh"),
            (self.total.percent, 1, "Prozent"),
            (self.euros, 2, "Euro"),
            (self.kilograms, 1, "kg CO₂"),
        ]
        return [(abs(much), decimals, unit) for much, decimals, unit in found if much is not None]


def effect_of(action: LocalAction) -> Effect:
    return effects_of([action])[action.pk]


def effects_of(actions: Iterable[LocalAction]) -> dict[int, Effect]:
    """By the key of the action; two questions, however many actions."""
    actions = list(actions)
    prefetch_related_objects(actions, "readings")
    assumptions = list(SavingsAssumption.objects.order_by("valid_from"))
    return {action.pk: _effect(action, assumptions) for action in actions}


def meters_of(readings: Iterable[MeterReading]) -> list[Meter]:
    """In the order of their numbers."""
    phases: dict[int, dict[str, MeterReading]] = {}
    for reading in readings:
        phases.setdefault(reading.number, {})[reading.phase] = reading
    return [_meter(pair.get(Phase.REFERENCE), pair.get(Phase.ACTION)) for _, pair in sorted(phases.items())]


def _effect(action: LocalAction, assumptions: list[SavingsAssumption]) -> Effect:
    price, co2 = (_valid_on(action.starts_on, kind, assumptions) for kind in (Kind.PRICE, Kind.CO2))
    return Effect(outcome_of(meters_of(action.readings.all())), price, co2)


def _valid_on(day: date, kind: str, assumptions: list[SavingsAssumption]) -> SavingsAssumption | None:
    """The latest that began by then; they come in the order of their days."""
    held = [each for each in assumptions if each.kind == kind and each.valid_from <= day]
    return held[-1] if held else None


def _meter(reference: MeterReading | None, action: MeterReading | None) -> Meter:
    return Meter((reference or action).meter, _period(reference), _period(action))


def _period(reading: MeterReading | None) -> Period | None:
    if reading is None:
        return None
    return Period(reading.from_day, reading.to_day, reading.start_kwh, reading.end_kwh, reading.used_kwh)

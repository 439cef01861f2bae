"""What a team says of a meter: how it stood before, and during the action."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from missione.kern.forms import StepForm
from missione.kern.layout import Fieldset
from missione.shared.fields import BROKEN, Number, OneLine
from teams.forms.local_actions import LONGEST, Day, KeyedForm, in_words, put
from teams.models import LocalAction, MeterReading
from teams.models.local_actions import MOST_KWH
from teams.savings import MeterRanBackwards

Phase = MeterReading.Phase
NEITHER_READ = "Wenn Sie die Stände nicht haben, oder wenn Ihr Zähler einen Wandlerfaktor hat."
BEFORE = (
    "Am besten eine gewöhnliche Woche vor der Aktion, mit denselben Wochentagen. Beide Tage zählen ganz mit: Lesen Sie am ersten "
    "morgens ab und am letzten abends."
)
DURING = "Genauso abgelesen: am ersten Tag morgens, am letzten abends. Was Sie noch nicht wissen, lassen Sie leer."


def _kwh(label: str, help_text: str = "") -> Number:
    return Number(label=label, help_text=help_text, required=False, most=MOST_KWH, places=3)


class MeterForm(StepForm):
    """One meter in both phases. What is not known yet stays empty."""

    PHASES = {"ref": Phase.REFERENCE, "act": Phase.ACTION}
    COLUMNS = {"from": "from_day", "to": "to_day", "start": "start_kwh", "end": "end_kwh", "used": "used_kwh"}

    meter = OneLine(
        label="Name des Zählers",
        help_text="Zum Beispiel: Hauptzähler Altbau",
        what="den Namen",
        longest=60,
        error_messages={"required": "Geben Sie dem Zähler einen Namen."},
    )
    ref_from, ref_to = Day(label="Erster Tag", required=False), Day(label="Letzter Tag", required=False)
    ref_start, ref_end = _kwh("Stand am Anfang in kWh"), _kwh("Stand am Ende in kWh")
    ref_used = _kwh("Oder nur der Verbrauch in kWh", NEITHER_READ)
    act_from, act_to = Day(label="Erster Tag", required=False), Day(label="Letzter Tag", required=False)
    act_start, act_end = _kwh("Stand am Anfang in kWh"), _kwh("Stand am Ende in kWh")
    act_used = _kwh("Oder nur der Verbrauch in kWh", NEITHER_READ)
    note = OneLine(
        label="Bemerkung",
        required=False,
        help_text="Zum Beispiel: Heizlüfter im 2. OG lief durch",
        what="die Bemerkung",
        longest=200,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hidden = [name for name in self.fields if self.fields[name].widget.is_hidden]
        self.helper.layout = _meter_layout(hidden)

    def clean(self):
        said = super().clean()
        for short in self.PHASES:
            self._check_days(short, said)
            self._check_readings(short, said)
        if not self.errors and not self.periods:
            raise ValidationError("Tragen Sie mindestens einen der beiden Zeiträume ein.", code="empty")
        self._check_apart(said)
        return said

    @property
    def periods(self) -> dict[str, dict]:
        """By phase the columns of each that something was said about."""
        return {str(phase): found for short, phase in self.PHASES.items() if (found := self._period(short))}

    def _period(self, short: str) -> dict | None:
        columns = {column: self.cleaned_data.get(f"{short}_{part}") for part, column in self.COLUMNS.items()}
        if all(value is None for value in columns.values()):
            return None
        return columns | {"note": self.cleaned_data.get("note", "")}

    def _check_days(self, short: str, said: dict) -> None:
        if not self._is_spoken_of(short):
            return
        for part, words in (("from", "ersten"), ("to", "letzten")):
            if f"{short}_{part}" not in self.errors and said.get(f"{short}_{part}") is None:
                self.add_error(f"{short}_{part}", f"Geben Sie den {words} Tag im {self.PHASES[short].label} an.")
        first, last = said.get(f"{short}_from"), said.get(f"{short}_to")
        if first and last and last < first:
            self.add_error(f"{short}_to", "Der letzte Tag liegt vor dem ersten.")
        elif first and last and last - first > LONGEST:
            self.add_error(f"{short}_to", "Länger als ein Jahr kann ein Zeitraum nicht sein.")

    def _check_readings(self, short: str, said: dict) -> None:
        start, end, used = (said.get(f"{short}_{part}") for part in ("start", "end", "used"))
        if used is not None and (start is not None or end is not None):
            self.add_error(f"{short}_used", "Tragen Sie entweder die beiden Stände ein oder nur den Verbrauch.")
        elif start is not None and end is not None and end < start:
            self.add_error(f"{short}_end", MeterRanBackwards.sentence)

    def _check_apart(self, said: dict) -> None:
        days = [said.get(name) for name in ("ref_from", "ref_to", "act_from", "act_to")]
        if None not in days and days[0] <= days[3] and days[2] <= days[1]:
            self.add_error("ref_to", "Die beiden Zeiträume überschneiden sich. Vergleichen lassen sich nur verschiedene Tage.")

    def _is_spoken_of(self, short: str) -> bool:
        names = [f"{short}_{part}" for part in self.COLUMNS]
        return any(name in self.errors or self.cleaned_data.get(name) is not None for name in names)


class NewMeterForm(MeterForm, KeyedForm):
    @classmethod
    def of_action(cls, action: LocalAction, data=None) -> "NewMeterForm":
        return cls(data, initial={"act_from": action.starts_on, "act_to": action.ends_on})


class ChangeMeterForm(MeterForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, error_messages={"required": BROKEN, "max_length": BROKEN})

    @classmethod
    def of(cls, readings: list[MeterReading], seen: str, data=None) -> "ChangeMeterForm":
        stored = {"meter": readings[0].meter, "note": readings[0].note, "seen": seen}
        short = {str(phase): short for short, phase in cls.PHASES.items()}
        for reading in readings:
            stored |= {f"{short[reading.phase]}_{part}": getattr(reading, column) for part, column in cls.COLUMNS.items()}
        return cls(data, initial=stored)

    def differences(self, readings: list[MeterReading]) -> list[tuple[str, str]]:
        now = ChangeMeterForm.of(readings, "").initial
        return [
            (self._full_label(name), in_words(self.fields[name], now.get(name)))
            for name in self.fields
            if name != "seen" and _said(self.cleaned_data.get(name)) != _said(now.get(name))
        ]

    def see(self, seen: str) -> None:
        put(self, "seen", seen)

    def _full_label(self, name: str) -> str:
        phase = self.PHASES.get(name.split("_")[0])
        return f"{phase.label}, {self.fields[name].label}" if phase else str(self.fields[name].label)


def _said(value: object) -> object:
    """An empty text is nothing, a zero is something."""
    return None if value == "" else value


def _meter_layout(hidden: list[str]) -> Layout:
    return Layout(
        "meter",
        _period("Vorher: der Referenzzeitraum", "ref", BEFORE),
        _period("Während der Aktion", "act", DURING),
        "note",
        *hidden,
    )


def _period(legend: str, short: str, hint: str) -> Fieldset:
    rows = [Row(f"{short}_from", f"{short}_to"), Row(f"{short}_start", f"{short}_end")]
    return Fieldset(legend, *rows, f"{short}_used", hint=hint)

"""What staff type about time: wall time in Berlin, in the browser's own date and time inputs."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from missione.shared.errors import Refused
from missione.shared.wall_time import wall_moment

_YEAR = "Dieses Jahr kann nicht stimmen."
PLAUSIBLE = [MinValueValidator(date(2000, 1, 1), _YEAR), MaxValueValidator(date(2099, 12, 31), _YEAR)]


class DayInput(forms.DateInput):
    def __init__(self, attrs=None):
        super().__init__(attrs={"type": "date", **(attrs or {})}, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    def __init__(self, attrs=None):
        super().__init__(attrs={"type": "time", **(attrs or {})}, format="%H:%M")


class WallDateTimeWidget(forms.SplitDateTimeWidget):
    def __init__(self, attrs=None):
        forms.MultiWidget.__init__(self, [DayInput({"aria-label": "Datum"}), ClockInput({"aria-label": "Uhrzeit"})], attrs)


class WallDateTimeField(forms.SplitDateTimeField):
    """A moment, typed as date and time in Berlin. Says in our words that a time does not exist, or exists twice."""

    widget = WallDateTimeWidget

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields[0].validators.extend(PLAUSIBLE)

    def compress(self, data_list):
        if not data_list:
            return None
        day, at = data_list
        if day is None or at is None:
            raise ValidationError("Geben Sie Datum und Uhrzeit an, oder keines von beiden.")
        return moment_at(day, at)

    def has_changed(self, initial, data):
        """The inputs show minutes: the seconds of what is stored are no change."""
        return super().has_changed(initial and initial.replace(second=0, microsecond=0), data)


def moment_at(day: date, at: time) -> datetime:
    """In UTC, so that whoever subtracts gets hours that really pass."""
    try:
        return wall_moment(day, at).astimezone(UTC)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from None

"""Fields of forms that people type into: what they take in, and what they say in German when it is too much."""

import re
from decimal import Decimal
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator

from missione.shared.validators import email_address, no_control_characters

TOO_LONG = "Kürzen Sie {} auf höchstens %(limit_value)d Zeichen. Jetzt sind es %(show_value)d."
BROKEN = "Das Formular kam unvollständig bei uns an. Bitte senden Sie es noch einmal ab."
SPACES = re.compile(r"[ \u00a0\u2009\u202f]")
GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+(?:,[0-9]+)?")
PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


class OneLine(forms.CharField):
    def __init__(self, *, what: str, longest: int, **kwargs):
        super().__init__(**kwargs)
        self.validators = [no_control_characters, MaxLengthValidator(longest, TOO_LONG.format(what))]

    def to_python(self, value) -> str:
        return re.sub(r"[ \t\r\n]+", " ", super().to_python(value)).strip()


class Words(OneLine):
    """Several lines; a line end counts once, as the browser counts it."""

    def __init__(self, *, rows: int = 4, **kwargs):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value) -> str:
        return forms.CharField.to_python(self, value).replace("\r\n", "\n")


class EmailAddress(forms.EmailField):
    default_validators = [email_address]


class Number(forms.Field):
    """As people in Germany write it: 1.234,5. A point is a comma only where it cannot separate thousands: 1234.5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most: Decimal | int, places: int = 0, **kwargs):
        super().__init__(**kwargs)
        self.most, self.places = Decimal(most), places

    def to_python(self, value) -> Decimal | None:
        typed = SPACES.sub(" ", str(value or "")).strip()
        if not typed:
            return None
        if typed.startswith("-"):
            raise ValidationError("Geben Sie eine Zahl ein, die nicht kleiner als 0 ist.", code="negative")
        number = self._read(typed)
        if number > self.most:
            most = f"{int(self.most):,}".replace(",", ".")
            raise ValidationError(f"Die Zahl ist zu groß. Möglich ist höchstens {most}.", code="too_large")
        return number

    def prepare_value(self, value) -> str:
        return self._as_german(value) if isinstance(value, Decimal | int) else value

    def has_changed(self, initial, data) -> bool:
        return self.prepare_value(initial) != data

    def _read(self, typed: str) -> Decimal:
        if GROUPED.fullmatch(typed):
            typed = typed.replace(".", "").replace(" ", "")
        elif not PLAIN.fullmatch(typed):
            raise ValidationError(
                "Diese Zahl können wir nicht lesen. Schreiben Sie sie zum Beispiel so: 1.234,5", code="no_number"
            )
        whole, _, fraction = typed.replace(",", ".").partition(".")
        if len(fraction.rstrip("0")) > self.places:
            raise ValidationError(self._too_exact(), code="too_exact")
        return Decimal(f"{whole}.{fraction.rstrip('0') or '0'}")

    def _too_exact(self) -> str:
        return (
            f"Höchstens {self.places} Stellen nach dem Komma sind möglich." if self.places else "Geben Sie eine ganze Zahl ein."
        )

    def _as_german(self, number: Decimal | int) -> str:
        exact = Decimal(number).quantize(Decimal(1).scaleb(-self.places))
        shown = f"{exact:f}".rstrip("0").rstrip(".") if self.places else f"{exact:f}"
        return shown.replace(".", ",")


def request_key() -> forms.UUIDField:
    """Made with the form: the same form sent twice is done once (missione/shared/idempotency.py)."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, error_messages=dict.fromkeys(("required", "invalid"), BROKEN))

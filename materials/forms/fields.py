"""Fields that several forms of this app use."""

from django import forms
from django.core.exceptions import ValidationError

from materials.models.orders import MOST_PIECES
from missione.shared.fields import Number, OneLine
from missione.shared.validators import no_control_characters

LONGEST_EMAIL = 254


class Whole(Number):
    def _read(self, typed):
        try:
            return super()._read(typed)
        except ValidationError as no:
            if no.code != "no_number":
                raise
            raise ValidationError("Geben Sie eine ganze Zahl ein, zum Beispiel 40.", code=no.code) from no


class Pieces(Whole):
    """How many: a whole number over null."""

    def __init__(self, **kwargs):
        super().__init__(most=MOST_PIECES, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"
        self.error_messages["required"] = "Geben Sie an, wie viele Sie brauchen."

    def to_python(self, value) -> int | None:
        number = super().to_python(value)
        if number is None:
            return None
        if number < 1:
            raise ValidationError("Geben Sie mindestens 1 an.", code="too_few")
        return int(number)


class HowMany(Whole):
    """A whole number; zero is one, too."""

    def __init__(self, **kwargs):
        super().__init__(most=MOST_PIECES, error_messages={"required": "Geben Sie eine Zahl an, zum Beispiel 0."}, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "size": "6"}

    def to_python(self, value) -> int | None:
        number = super().to_python(value)
        return None if number is None else int(number)


class Email(forms.EmailField):
    def __init__(self, **kwargs):
        missing = "Geben Sie Ihre E-Mail-Adresse an. Sie sieht so aus: vorname.nachname@behoerde.example."
        kwargs.setdefault("error_messages", dict.fromkeys(("required", "invalid"), missing))
        kwargs.setdefault("widget", forms.EmailInput(attrs={"autocomplete": "email"}))
        super().__init__(max_length=LONGEST_EMAIL, **kwargs)
        self.error_messages["invalid"] = (
            "Diese E-Mail-Adresse können wir nicht lesen. Sie sieht so aus: vorname.nachname@behoerde.example."
        )
        self.validators.append(no_control_characters)


def name() -> OneLine:
    return OneLine(
        label="Ihr Name",
        what="Ihren Namen",
        longest=120,
        error_messages={"required": "Geben Sie Ihren Namen an."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def agency_name(**kwargs) -> OneLine:
    return OneLine(
        label="Ihre Dienststelle",
        what="den Namen der Dienststelle",
        longest=200,
        error_messages={"required": "Geben Sie an, in welcher Dienststelle Sie arbeiten."},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        **kwargs,
    )

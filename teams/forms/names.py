"""What people type about themselves."""

from django import forms

from missione.shared.validators import no_control_characters
from teams.models import Person


def first_name() -> forms.CharField:
    return _name("Vorname", "given-name", "Geben Sie Ihren Vornamen ein.")


def last_name() -> forms.CharField:
    return _name("Nachname", "family-name", "Geben Sie Ihren Nachnamen ein.")


def _name(label: str, autocomplete: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=80,
        validators=[no_control_characters],
        error_messages={"required": missing, "max_length": "Der Name darf höchstens 80 Zeichen lang sein."},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


class SignupNames(forms.Form):
    """The part of the sign-up form that is ours; allauth puts its fields below it."""

    first_name = first_name()
    last_name = last_name()
    field_order = ["first_name", "last_name", "email", "password1"]

    def signup(self, request, user: Person) -> None:
        """allauth asks for it; its adapter has already taken the names."""

"""What people type about themselves."""

from django import forms

from teams.models import Person

NAME_ERRORS = {
    "first_name": {"required": "Geben Sie Ihren Vornamen ein."},
    "last_name": {"required": "Geben Sie Ihren Nachnamen ein."},
}
NAME_WIDGETS = {
    "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
    "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
}


class SignupNames(forms.Form):
    """The part of the sign-up form that is ours; allauth puts its fields below it."""

    first_name = forms.CharField(
        label="Vorname", max_length=80, error_messages=NAME_ERRORS["first_name"], widget=NAME_WIDGETS["first_name"]
    )
    last_name = forms.CharField(
        label="Nachname", max_length=80, error_messages=NAME_ERRORS["last_name"], widget=NAME_WIDGETS["last_name"]
    )
    field_order = ["first_name", "last_name", "email", "password1"]

    def signup(self, request, user: Person) -> None:
        """allauth asks for it; its adapter has already taken the names."""


class MyNames(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["first_name", "last_name"]
        error_messages = NAME_ERRORS
        widgets = NAME_WIDGETS

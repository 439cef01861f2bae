"""What people say about themselves and wish for, on the pages of the own account."""

from django import forms

from missione.kern.widgets import CheckboxSelectMultiple
from missione.shared.validators import no_control_characters
from teams.choices import Need
from teams.forms.names import first_name, last_name
from teams.models import Person

LONGEST_UNIT = Person._meta.get_field("unit").max_length
ONLY_THESE = "Wählen Sie nur aus den angebotenen Möglichkeiten."
WISHES = {
    "wants_reminders": ("Erinnerungen an gebuchte Termine", "Einige Tage vorher, mit Uhrzeit und Ort."),
    "wants_team_letters": (
        "Nachrichten rund um Ihr Team",
        "Zum Beispiel, wenn jemand mitmachen möchte oder eine Einladung angenommen hat.",
    ),
    "wants_news": ("Neuigkeiten der Kampagne", "Neue Angebote und Aktionen für alle Dienststellen."),
}


class OfOnePerson(forms.Form):
    """Begins with what the account says, and writes only its own columns."""

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, initial=self.said_by(person), **kwargs)
        self.person = person

    def said_by(self, person: Person) -> dict:
        return {name: getattr(person, name) for name in self.base_fields}

    def columns(self) -> dict:
        return self.cleaned_data

    def save(self) -> None:
        Person.objects.filter(pk=self.person.pk).update(**self.columns())


class MyProfile(OfOnePerson):
    first_name = first_name()
    last_name = last_name()
    unit = forms.CharField(
        label="Aufgabe oder Bereich",
        help_text="Zum Beispiel Hausdienst oder IT. Ihr Team sieht diese Angabe.",
        required=False,
        max_length=LONGEST_UNIT,
        validators=[no_control_characters],
        error_messages={"max_length": f"Kürzen Sie die Angabe auf höchstens {LONGEST_UNIT} Zeichen."},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )


class MyNeeds(OfOnePerson):
    needs = forms.MultipleChoiceField(
        label="Was brauchen Sie, um gut teilnehmen zu können?",
        help_text="Wählen Sie alles aus, was zutrifft.",
        choices=Need,
        required=False,
        widget=CheckboxSelectMultiple,
        error_messages={"invalid_choice": ONLY_THESE, "invalid_list": ONLY_THESE},
    )

    def clean_needs(self) -> list[str]:
        return sorted(self.cleaned_data["needs"])


class MyWishes(OfOnePerson):
    wishes = forms.MultipleChoiceField(
        label="Welche E-Mails möchten Sie bekommen?",
        choices=[(name, label) for name, (label, _) in WISHES.items()],
        required=False,
        widget=CheckboxSelectMultiple(hints={name: hint for name, (_, hint) in WISHES.items()}),
        error_messages={"invalid_choice": ONLY_THESE, "invalid_list": ONLY_THESE},
    )

    def said_by(self, person: Person) -> dict:
        return {"wishes": [name for name in WISHES if getattr(person, name)]}

    def columns(self) -> dict:
        return {name: name in self.cleaned_data["wishes"] for name in WISHES}

"""Whom a lead books, and who takes over a seat."""

from uuid import uuid4

from django import forms

from missione.kern.widgets import CheckboxSelectMultiple, RadioSelect
from missione.shared.fields import EmailAddress
from missione.shared.validators import no_control_characters
from seminars.errors import NotAColleague
from seminars.forms.bookings import INCOMPLETE, StepForm
from seminars.models import Booking
from seminars.naming import MOST_UNNAMED
from seminars.permissions import colleagues_of
from seminars.together import Candidate
from teams.models import Person

SOMEBODY_ELSE = "andere"
ADDRESS_MISSING = "Geben Sie die E-Mail-Adresse der Person ein, die den Platz nimmt."
ONLY_FROM_THE_LIST = "Wählen Sie nur Personen aus der Liste aus."


class Choosing(StepForm):
    """Chooses among candidates; who cannot go is shown with the reason and cannot be chosen.

    Whether somebody still can, the action says: a form that comes twice must find what it booked the first time.
    """

    def offer(self, name: str, found: list[Candidate], *more: tuple[str, str]) -> None:
        self.found = {one.key: one for one in found}
        field = self.fields[name]
        field.choices = [*((one.key, one.person.name) for one in found), *more]
        field.widget.hints = {one.key: one.obstacle for one in found if one.obstacle}
        field.widget.disabled = {one.key for one in found if one.obstacle}


class Several(forms.MultipleChoiceField):
    """May be empty, but is not marked as optional: a lead may book nothing but places without a name."""

    def validate(self, value) -> None:
        if value:
            super().validate(value)


class TeamBookingForm(Choosing):
    people = Several(
        label="Wer nimmt teil?",
        help_text="Jede Person bekommt eine eigene Bestätigung mit Kalendereintrag.",
        widget=CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("invalid_choice", "invalid_list"), ONLY_FROM_THE_LIST),
    )
    unnamed = forms.IntegerField(
        label="Weitere Plätze, deren Namen noch fehlen",
        initial=0,
        required=False,
        min_value=0,
        max_value=MOST_UNNAMED,
        error_messages={
            "invalid": "Geben Sie eine Zahl ein, zum Beispiel 2.",
            "max_value": "Geben Sie höchstens %(limit_value)d ein.",
            "min_value": "Geben Sie 0 ein, wenn Sie keine weiteren Plätze brauchen.",
        },
    )
    request_key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid4, error_messages=dict.fromkeys(("required", "invalid"), INCOMPLETE)
    )

    def __init__(self, *args, found: list[Candidate], most: int, until: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("people", found)
        self.most, unnamed = most, self.fields["unnamed"]
        unnamed.help_text = f"Höchstens {most}. Die Namen brauchen wir bis {until}. Danach geben wir Plätze ohne Namen frei."
        if most:
            unnamed.widget.attrs.update(max=most, inputmode="numeric")
        else:
            unnamed.widget = forms.HiddenInput()

    def clean_people(self) -> list[Person]:
        return [one.person for key, one in self.found.items() if key in self.cleaned_data["people"]]

    def clean_unnamed(self) -> int:
        return self.cleaned_data["unnamed"] or 0

    def renew(self) -> None:
        """What is hidden goes back as it has to be: nobody could mend it."""
        self.data = self.data.copy()
        self.data["request_key"] = uuid4()
        if not self.most:
            self.data["unnamed"] = 0


class NameForm(Choosing):
    person = forms.ChoiceField(
        label="Wer nimmt teil?",
        widget=RadioSelect,
        error_messages={"required": "Wählen Sie eine Person aus.", "invalid_choice": ONLY_FROM_THE_LIST},
    )

    def __init__(self, *args, found: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("person", found)

    def clean_person(self) -> Person:
        return self.found[self.cleaned_data["person"]].person


class HandOverForm(Choosing):
    """Somebody of the team by name, or any colleague by the address."""

    colleague = forms.ChoiceField(
        label="Wer nimmt den Platz?",
        widget=RadioSelect,
        error_messages={"required": "Wählen Sie aus, wer den Platz nimmt.", "invalid_choice": ONLY_FROM_THE_LIST},
    )
    email = EmailAddress(
        label="Dienstliche E-Mail-Adresse der Vertretung",
        help_text="Die Person braucht ein Konto im Portal und muss dort dieselbe Dienststelle angegeben haben.",
        max_length=254,
        validators=[no_control_characters],
        error_messages={
            "required": ADDRESS_MISSING,
            "invalid": "Geben Sie eine E-Mail-Adresse ein, zum Beispiel vorname.nachname@behoerde.nrw.de.",
        },
    )

    def __init__(self, *args, booking: Booking, found: list[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.booking = booking
        if found:
            self.offer("colleague", found, (SOMEBODY_ELSE, "Jemand anderes aus der Dienststelle"))
            self.fields["email"].label, self.fields["email"].required = "E-Mail-Adresse, wenn es jemand anderes ist", False
        else:
            del self.fields["colleague"]
        self.fields["email"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict:
        cleaned = super().clean()
        choice = cleaned.get("colleague") if "colleague" in self.fields else SOMEBODY_ELSE
        if choice and not self.errors:
            self.person = self._by_address(cleaned["email"]) if choice == SOMEBODY_ELSE else self._by_name(choice)
        return cleaned

    def _by_name(self, key: str) -> Person:
        if self.cleaned_data["email"]:
            self.add_error("email", "Sie haben schon jemanden ausgewählt. Lassen Sie dieses Feld dann leer.")
        return self.found[key].person

    def _by_address(self, email: str) -> Person | None:
        if not email:
            self.add_error("email", ADDRESS_MISSING)
            return None
        if email.lower() == self.booking.person.email.lower():
            self.add_error("email", "Das ist die Adresse der Person, die den Platz jetzt hat.")
            return None
        found = colleagues_of(self.booking.person).filter(email__iexact=email).first()
        if not found:
            self.add_error("email", NotAColleague.sentence)
        return found

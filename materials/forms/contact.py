"""What people write to the campaign team."""

from materials.answers import Guest
from materials.choices import Subject
from materials.forms.fields import Email, agency_name, name
from materials.models.contact import LONGEST_MESSAGE
from missione.shared.fields import Words
from missione.shared.open_forms import OpenForm, few_links
from teams.forms.local_actions import KeyedForm

ASKED = {
    Subject.SEMINAR: "Worum geht es, und wann würde es Ihnen passen?",
    Subject.COACHING: "Was haben Sie vor, und wobei können wir helfen?",
    Subject.QUESTION: "Ihre Frage",
    Subject.BARRIER: "Was hat Sie gehindert, und auf welcher Seite?",
}


class MessageForm(KeyedForm):
    """From somebody who is logged in: name and address are known."""

    text = Words(
        label="Ihre Nachricht",
        what="Ihre Nachricht",
        longest=LONGEST_MESSAGE,
        rows=8,
        error_messages={"required": "Schreiben Sie uns, worum es geht."},
    )

    def __init__(self, *args, subject: Subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = ASKED[subject]


class GuestMessageForm(MessageForm, OpenForm):
    name = name()
    email = Email(
        label="Ihre E-Mail-Adresse", help_text="Dorthin schicken wir zuerst einen Link zur Bestätigung, später die Antwort."
    )
    agency = agency_name(required=False)
    field_order = ["name", "email", "agency", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].validators.append(few_links)

    @property
    def guest(self) -> Guest:
        said = self.cleaned_data
        return Guest(said["name"], said["email"], said["agency"])

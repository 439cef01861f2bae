"""What people type to invite, to ask, and to pass on."""

from django import forms

from missione.kern.forms import StepForm
from missione.kern.widgets import RadioSelect
from missione.shared.fields import Words
from teams.forms.addresses import AddressListField
from teams.models import Membership

MOST_AT_ONCE = 30
LONGEST_MESSAGE = 400


class InviteForm(StepForm):
    emails = AddressListField(
        label="E-Mail-Adressen",
        help_text="Eine oder mehrere, mit Komma, Semikolon oder in eigenen Zeilen. Eine Liste aus dem Mailprogramm geht auch.",
        most=MOST_AT_ONCE,
    )


class AskForm(StepForm):
    message = Words(
        label="Nachricht an die Teamleitung",
        help_text=f"Zum Beispiel, wo Sie arbeiten und was Sie beitragen möchten. Höchstens {LONGEST_MESSAGE} Zeichen.",
        required=False,
        what="Ihre Nachricht",
        longest=LONGEST_MESSAGE,
    )


class HandoverForm(StepForm):
    """To whom: a member who can log in."""

    to = forms.ChoiceField(
        label="Wer soll das Team leiten?",
        widget=RadioSelect,
        error_messages={
            "required": "Wählen Sie ein Mitglied aus.",
            "invalid_choice": "Dieses Mitglied steht nicht mehr zur Wahl. Wählen Sie ein anderes aus.",
        },
    )

    def __init__(self, *args, members: list[Membership], **kwargs):
        super().__init__(*args, **kwargs)
        self.members = {str(member.reference): member for member in members}
        self.fields["to"].choices = [(key, str(member.person)) for key, member in self.members.items()]

    @property
    def member(self) -> Membership:
        return self.members[self.cleaned_data["to"]]

"""What a person says who wants to found a team, page by page."""

from uuid import uuid4

from django import forms

from missione.kern.forms import StepForm
from missione.kern.widgets import RadioSelect
from missione.shared.fields import OneLine, Words, request_key
from teams.choices import TeamKind
from teams.forms.addresses import AddressListField
from teams.forms.agencies import AgencyField
from teams.models import TeamDraft
from teams.models.teams import LONGEST_SITE, MOST_COLLEAGUES

LONGEST_NAME = TeamDraft._meta.get_field("name").max_length
LONGEST_TEXT = 1000


class HasKey(StepForm):
    """Sent twice is done once."""

    request_key = request_key()

    def renew_key(self) -> None:
        """The old key is missing, broken or used up: the form goes back with a fresh one."""
        self.data = self.data.copy()
        self.data["request_key"] = uuid4()


class WhereForm(StepForm):
    agency = AgencyField(
        label="Name der Dienststelle",
        help_text="Ein paar Buchstaben genügen, auch Abkürzungen wie FA oder JVA und frühere Namen.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].current = self.initial.get("agency")


class NameForm(StepForm):
    """What a team is called, and where it sits."""

    site = OneLine(
        label="Gebäude oder Standort",
        help_text="Nur wenn Ihre Dienststelle mehrere Gebäude hat, zum Beispiel „Haus B“ oder „Außenstelle Soest“. "
        "Ohne Angabe steht das Team für die ganze Dienststelle.",
        what="das Gebäude",
        longest=LONGEST_SITE,
        required=False,
    )
    name = OneLine(
        label="Name des Teams",
        help_text="Zum Beispiel „Energieteam Elberfeld“. Ohne Namen heißt es wie Ihre Dienststelle.",
        what="den Namen",
        longest=LONGEST_NAME,
        required=False,
    )


class WhoForm(NameForm):
    field_order = ["kind", "site", "name"]
    kind = forms.ChoiceField(
        label="Wie möchten Sie beginnen?",
        choices=[(TeamKind.TEAM, "Mit einem Team"), (TeamKind.SOLO, "Allein")],
        widget=RadioSelect(
            hints={
                TeamKind.TEAM: "Sie sind mindestens zu zweit oder wollen es bald sein.",
                TeamKind.SOLO: "Sie beginnen als einzelne Person. Andere können Sie später jederzeit einladen.",
            }
        ),
        error_messages={
            "required": "Wählen Sie „Mit einem Team“ oder „Allein“.",
            "invalid_choice": "Wählen Sie „Mit einem Team“ oder „Allein“.",
        },
    )


class ColleaguesForm(StepForm):
    colleagues = AddressListField(
        label="Dienstliche E-Mail-Adressen",
        help_text="Eine Adresse in jeder Zeile oder mit Komma getrennt. Sie können auch aus dem Mailprogramm kopieren: "
        "„Erika Muster <erika.muster@behoerde.example>“.",
        required=False,
        most=MOST_COLLEAGUES,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args, own_address: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_address = own_address.lower()

    def clean_colleagues(self) -> list[str]:
        """Who writes is of the team already."""
        return [address for address in self.cleaned_data["colleagues"] if address != self.own_address]


class SendForm(HasKey):
    message = Words(
        label="Nachricht an das Kampagnenteam",
        help_text=f"Zum Beispiel Fragen, oder was Sie vorhaben. Höchstens {LONGEST_TEXT} Zeichen.",
        what="Ihre Nachricht",
        longest=LONGEST_TEXT,
        required=False,
    )
    consent = forms.BooleanField(
        label="Ich bin einverstanden, dass das Kampagnenteam diese Angaben verwendet, um über die Anmeldung zu entscheiden "
        "und mein Team zu betreuen.",
        help_text="Sie können das jederzeit widerrufen: Ziehen Sie die Anmeldung zurück oder schreiben Sie dem Kampagnenteam.",
        error_messages={"required": "Setzen Sie den Haken: Ohne Ihre Einwilligung können wir die Anmeldung nicht annehmen."},
    )


class AnswerForm(HasKey):
    answer = Words(
        label="Ihre Antwort",
        help_text=f"Höchstens {LONGEST_TEXT} Zeichen.",
        what="Ihre Antwort",
        longest=LONGEST_TEXT,
        error_messages={"required": "Schreiben Sie eine Antwort auf die Rückfrage."},
    )

"""What members say of a document that they propose."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from materials.choices import Topic
from materials.document_choices import CONSENT, NAME_THE_AUTHOR, Channel, DocumentKind, Language, Licence
from missione.kern.widgets import CheckboxSelectMultiple
from missione.shared import clock
from missione.shared.fields import OneLine, Words
from missione.shared.files.kinds import DOCUMENTS, in_words
from teams.forms.local_actions import Day, KeyedForm

PROPOSED_KINDS = [choice for choice in DocumentKind.choices if choice[0] != DocumentKind.LOGO]


class LastDay(Day):
    """Rights may last for decades, and must not have ended."""

    def validate(self, value: date | None) -> None:
        forms.DateField.validate(self, value)
        if value and value < clock.today():
            raise ValidationError("Dieser Tag ist schon vorbei. Danach dürfte niemand die Datei mehr zeigen.", code="past")
        if value and value.year > 2099:
            raise ValidationError(
                "Dieses Jahr kann nicht stimmen. Lassen Sie das Feld leer, wenn es kein Ende gibt.", code="far_away"
            )


class ProposalForm(KeyedForm):
    """What the file is, the door for files finds out: it names the file in its refusal."""

    file = forms.FileField(
        label="Datei",
        allow_empty_file=True,
        help_text=f"{in_words(DOCUMENTS)}. PDF höchstens 50 MB, Videos höchstens 200 MB.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for kind in DOCUMENTS for ending in kind.endings)}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "Wählen Sie eine Datei aus."),
    )
    title = OneLine(
        label="Titel",
        what="den Titel",
        longest=150,
        help_text="Zum Beispiel: Aushang für die Teeküche",
        error_messages={"required": "Geben Sie dem Dokument einen Titel."},
    )
    kind = forms.ChoiceField(
        label="Art",
        choices=[("", "Bitte wählen"), *PROPOSED_KINDS],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie aus, was für ein Dokument das ist."),
    )
    topic = forms.ChoiceField(
        label="Thema",
        choices=[("", "Bitte wählen"), *Topic.choices],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie ein Thema aus."),
    )
    language = forms.ChoiceField(
        label="Sprache",
        choices=Language.choices,
        initial=Language.GERMAN,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie eine Sprache aus."),
    )
    description = Words(
        label="Worum es geht",
        what="die Beschreibung",
        longest=2000,
        rows=4,
        help_text="Wofür haben Sie es benutzt, und was hat sich bewährt?",
        error_messages={"required": "Schreiben Sie in ein, zwei Sätzen, worum es geht."},
    )
    author = OneLine(
        label="Von wem ist es?",
        what="die Angabe",
        longest=150,
        help_text="Wer hat es gemacht: Sie, Ihr Haus, jemand anderes? Bei Fotos auch, wer fotografiert hat.",
        error_messages={"required": "Sagen Sie uns, von wem das Dokument ist."},
    )
    source = OneLine(
        label="Woher ist es?",
        what="die Quelle",
        longest=250,
        required=False,
        help_text="Wenn Sie es nicht selbst gemacht haben: Buch, Internetadresse, Auftrag. Sonst leer lassen.",
    )
    licence = forms.ChoiceField(
        label="Unter welcher Lizenz?",
        choices=[("", "Bitte wählen"), *Licence.choices],
        help_text="Sie sind nicht sicher? Wählen Sie „Nur für Dienststellen des Landes“, wir sprechen Sie an.",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Wählen Sie aus, unter welcher Lizenz es weitergegeben wird."
        ),
    )
    credit_line = OneLine(
        label="Nachweis",
        what="den Nachweis",
        longest=250,
        required=False,
        help_text="Was dabeistehen muss, wenn es jemand zeigt. Zum Beispiel: Foto: Erika Muster / Finanzamt Musterstadt",
    )
    channels = forms.MultipleChoiceField(
        label="Wo darf es gezeigt werden?",
        choices=Channel.choices,
        widget=CheckboxSelectMultiple,
        help_text="Wählen Sie alles aus, was erlaubt ist.",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), "Wählen Sie mindestens einen Ort aus der Liste."
        ),
    )
    rights_end = LastDay(
        label="Bis wann?",
        required=False,
        help_text="Der letzte Tag, an dem es gezeigt werden darf. Leer, wenn es kein Ende gibt.",
    )
    may_be_shared = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": "Ohne diese Bestätigung können wir die Datei nicht annehmen."},
    )
    FACTS = (
        "title", "kind", "topic", "language", "description",
        "author", "source", "licence", "credit_line", "channels", "rights_end",
    )  # fmt: skip
    field_order = ["file", *FACTS, "may_be_shared"]

    def clean(self) -> dict:
        said = super().clean()
        if said.get("licence") in NAME_THE_AUTHOR and not said.get("credit_line") and "credit_line" not in self.errors:
            self.add_error("credit_line", "Diese Lizenz verlangt einen Nachweis. Schreiben Sie, was dabeistehen muss.")
        return said

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.FACTS}

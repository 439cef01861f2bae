"""What staff type about authorities."""

from django import forms

from missione.shared.fields import OneLine, Words
from teams.exchange.files import LARGEST
from teams.forms import AgencyField
from teams.forms.registering import LONGEST_TEXT
from teams.models import Agency, Person
from teams.models.teams import LONGEST_SITE

HOW_TO_PICK = "Ein paar Buchstaben eingeben und speichern, dann aus der Liste wählen."


class Several(forms.CharField):
    """Several values in one field: one in each line, and where a comma cannot be part of one, parted by commas."""

    def __init__(self, *, by_comma: bool, **kwargs):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
        self.separator = "," if by_comma else "\n"

    def prepare_value(self, value):
        return (", " if self.separator == "," else "\n").join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = super().to_python(value).replace(self.separator, "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def run_validators(self, value):
        """Those of the model look at every one."""

    def has_changed(self, initial, data):
        return list(initial or []) != self.to_python(data)


def _several(name: str, *, by_comma: bool) -> Several:
    field = Agency._meta.get_field(name)
    return Several(by_comma=by_comma, label=field.verbose_name, help_text=field.help_text)


class AgencyForm(forms.ModelForm):
    mail_domains = _several("mail_domains", by_comma=True)
    abbreviations = _several("abbreviations", by_comma=True)
    former_names = _several("former_names", by_comma=False)

    parent = AgencyField(label="übergeordnete Dienststelle", required=False, takes_free_entries=False, help_text=HOW_TO_PICK)

    class Meta:
        model = Agency
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].current = self.instance.parent


class PersonForm(forms.ModelForm):
    agency = AgencyField(label="Dienststelle", required=False, takes_free_entries=False, help_text=HOW_TO_PICK)

    class Meta:
        model = Person
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:  # not where the person is only looked at
            self.fields["agency"].current = self.instance.agency


class MoveForm(forms.Form):
    """Where a team belongs, and what its members read about it."""

    use_required_attribute = False  # the server says it, in words that help
    agency = AgencyField(
        label="Neue Dienststelle",
        takes_free_entries=False,
        help_text="Ein paar Buchstaben eingeben und absenden, dann aus der Liste wählen.",
        error_messages={
            "required": "Geben Sie den Namen der neuen Dienststelle ein.",
            "choose": "Wählen Sie die Dienststelle aus der Liste unter dem Feld.",
        },
    )
    site = OneLine(
        label="Gebäude oder Standort dort",
        what="das Gebäude",
        longest=LONGEST_SITE,
        required=False,
        help_text="Leer lassen, wenn das Team für die ganze Dienststelle steht.",
    )
    words = Words(label="Nachricht an die Mitglieder", what="die Nachricht", longest=LONGEST_TEXT, required=False)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Datei",
        help_text="XLSX oder CSV, höchstens 1 MB. Am einfachsten: erst exportieren, dann die Datei ändern.",
        error_messages={
            "required": "Wählen Sie eine Datei aus.",
            "empty": "Die Datei ist leer.",
            "missing": "Wählen Sie eine Datei aus.",
            "invalid": "Die Datei ist nicht angekommen. Versuchen Sie es noch einmal.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("Die Datei ist größer als 1 MB. Teilen Sie sie auf.")
        return file

"""What somebody types who looks at a unit: how much of each part is there, how it is, pictures."""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from materials.answers import MOST_PICTURES, Findings, KeptPicture
from materials.choices import Condition
from materials.counted import expected_in
from materials.forms.fields import HowMany
from materials.models import Part, Unit
from missione.shared.fields import Words
from teams.renditions import EXTENSIONS

LONGEST_NOTE = 800


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class Pictures(forms.FileField):
    """Up to five at once. What each of them is, the darkroom finds out: it names the file in its refusal."""

    widget = SeveralFiles(attrs={"accept": ",".join(EXTENSIONS), "multiple": True})

    def clean(self, data, initial=None) -> list[UploadedFile]:
        files = [file for file in data or [] if file]
        if len(files) > MOST_PICTURES:
            raise forms.ValidationError(f"Wählen Sie höchstens {MOST_PICTURES} Bilder aus. Jetzt sind es {len(files)}.")
        return files


class ProtocolForm(forms.Form):
    """Each part with the number that was there last, so that only what has changed is typed."""

    use_required_attribute = False
    conditions: tuple[Condition, ...] = ()
    note_help = ""

    def __init__(self, unit: Unit, data: Mapping | None = None, files: MultiValueDict | None = None, *, auto_id: str):
        super().__init__(data, files, auto_id=auto_id)
        self.parts: list[Part] = []
        for part, last in expected_in(unit):
            self.parts.append(part)
            label = f"{part.name} (gehören dazu: {part.quantity})"
            self.fields[f"teil_{part.pk}"] = HowMany(label=label, initial=last)
        if self.conditions:
            choices = [(condition.value, condition.label) for condition in self.conditions]
            self.fields["condition"] = forms.ChoiceField(
                label="Zustand",
                choices=choices,
                initial=self.proposed_condition(unit),
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), "Wählen Sie aus, wie das Gerät ist."),
            )
        self.fields["note"] = Words(
            label="Bemerkung", what="die Bemerkung", longest=LONGEST_NOTE, rows=3, required=False, help_text=self.note_help
        )
        self.fields["pictures"] = Pictures(
            label="Bilder",
            required=False,
            help_text=f"Bis zu {MOST_PICTURES}, je höchstens 10 MB: JPEG, PNG oder WebP. Wer geliehen hat, sieht sie auch.",
        )

    def proposed_condition(self, unit: Unit) -> str:
        return Condition.USABLE

    @property
    def counted(self) -> list[forms.BoundField]:
        return [self[f"teil_{part.pk}"] for part in self.parts]

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("teil_")]

    @property
    def pictures(self) -> list[UploadedFile]:
        return self.cleaned_data["pictures"]

    def findings(self, pictures: Iterable[KeptPicture]) -> Findings:
        said = self.cleaned_data
        counts = {part.pk: said[f"teil_{part.pk}"] for part in self.parts}
        return Findings(said.get("condition", Condition.USABLE), counts, said["note"], tuple(pictures))

    def tell(self, problems: Mapping[int, str]) -> None:
        for pk, words in problems.items():
            self.add_error(f"teil_{pk}" if f"teil_{pk}" in self.fields else None, words)

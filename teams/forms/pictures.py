"""What a team says of a picture."""

from django import forms

from missione.kern.forms import StepForm
from missione.shared.fields import OneLine
from teams.forms.local_actions import KeyedForm, SeenAt, in_words, put
from teams.models import Picture
from teams.renditions import EXTENSIONS


class PictureWords(StepForm):
    alt_text = OneLine(
        label="Bildbeschreibung",
        help_text="Für alle, die das Bild nicht sehen können. Zum Beispiel: Drei Kolleginnen am Infostand im Foyer",
        what="die Bildbeschreibung",
        longest=250,
        error_messages={"required": "Beschreiben Sie in einem Satz, was auf dem Bild zu sehen ist."},
    )
    credit = OneLine(
        label="Bildnachweis",
        required=False,
        help_text="Wer hat fotografiert? Zum Beispiel: Foto: Landesarchiv NRW",
        what="den Bildnachweis",
        longest=120,
    )
    has_consent = forms.BooleanField(
        label="Alle erkennbaren Personen sind mit der Veröffentlichung einverstanden, oder es ist niemand zu erkennen.",
        required=False,
        help_text=(
            "Nur dann zeigen wir das Bild auch auf der öffentlichen Seite der Aktion, die alle im Internet sehen. Wir merken "
            "uns, dass Sie das bestätigt haben. Ohne Haken sehen das Bild nur Ihr Team und das Kampagnenteam."
        ),
    )

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("alt_text", "credit", "has_consent")}


class NewPicture(PictureWords, KeyedForm):
    """What the file is, the darkroom finds out: it names the file in its refusal."""

    file = forms.FileField(
        label="Bilddatei",
        allow_empty_file=True,
        help_text="JPEG, PNG oder WebP, höchstens 10 MB. Ort und Kamera, die in der Datei stehen, entfernen wir.",
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), "Wählen Sie eine Bilddatei aus."),
    )
    field_order = ["file", "alt_text", "credit", "has_consent"]


class ChangePicture(PictureWords):
    seen_at = SeenAt()

    @classmethod
    def of(cls, picture: Picture, data=None) -> "ChangePicture":
        said = {"alt_text": picture.alt_text, "credit": picture.credit, "has_consent": picture.may_be_public}
        return cls(data, initial={**said, "seen_at": picture.changed_at})

    def differences(self, stored: Picture) -> list[tuple[str, str]]:
        """Label and what is stored now, where that is not what was typed."""
        now = ChangePicture.of(stored).initial
        return [
            (str(self.fields[name].label), in_words(self.fields[name], now[name]))
            for name, value in self.said.items()
            if value != now[name]
        ]

    def see(self, stored: Picture) -> None:
        put(self, "seen_at", stored.changed_at.isoformat())

"""What staff type about documents. A new file is looked at while the form is checked, so that a no stands beside its field."""

from django import forms

from materials.actions.documents import add_version, check_for_publishing, correct_captions, handed_in
from materials.actions.scanning import scan_captions
from materials.document_choices import Channel
from materials.document_errors import CaptionsOfNothing
from materials.models import Document, DocumentVersion
from materials.models.documents import TAKEN_DOCUMENT_ADDRESSES
from missione.shared import clock
from missione.shared.addresses import TitledForm
from missione.shared.errors import Refused
from missione.shared.files.kinds import FROM_STAFF, VIDEOS, in_words
from missione.shared.moments import DayInput
from missione.shared.validators import no_control_characters


class DocumentForm(TitledForm):
    other_pages = TAKEN_DOCUMENT_ADDRESSES

    channels = forms.MultipleChoiceField(
        label="Darf gezeigt werden",
        choices=Channel.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mindestens eins, bevor das Dokument zu sehen ist.",
    )
    file = forms.FileField(
        label="Neue Datei",
        required=False,
        allow_empty_file=True,
        help_text=f"{in_words(FROM_STAFF)}. Sie wird erst gezeigt, wenn sie auf Schadsoftware geprüft ist.",
    )
    captions = forms.FileField(
        label="Untertitel dazu",
        required=False,
        allow_empty_file=True,
        help_text="Nur zu Videos: WebVTT. Ohne neues Video ersetzen sie die bisherigen. Den Wortlaut bitte unten.",
    )
    stand = forms.DateField(label="Stand", required=False, widget=DayInput, help_text="Leer: heute.")
    note = forms.CharField(label="Was ist neu", required=False, max_length=250, validators=[no_control_characters])

    class Meta:
        model = Document
        fields = "__all__"

    by = taken = track = None  # who types; what was taken in

    def clean(self) -> dict:
        said = super().clean()
        if not self.errors and (said.get("file") or said.get("captions")):
            self._take_in(said)
        if not self.errors:
            self._may_be_found(said)
        if self.errors:
            self._throw_away()
        return said

    def _take_in(self, said: dict) -> None:
        try:
            if said.get("file"):
                self.taken = handed_in(said["file"], by=self.by)
            if said.get("captions"):
                if not self._is_video():
                    raise CaptionsOfNothing(field="captions")
                self.track = handed_in(said["captions"], by=self.by, captions=True)
                if not self.taken:
                    scan_captions(self.track, by=self.by)
        except Refused as refusal:
            self.add_error(refusal.field, str(refusal))

    def _may_be_found(self, said: dict) -> None:
        """What is published, or will be, is complete."""
        if not said.get("published_at"):
            return
        told = Document(channels=said["channels"], transcript=said["transcript"])
        newest = None if self.taken else self._newest()
        has_captions = bool(self.track or newest and newest.captions)
        try:
            check_for_publishing(told, is_video=self._is_video(), has_captions=has_captions)
        except Refused as refusal:
            self.add_error(refusal.field, str(refusal))

    def _is_video(self) -> bool:
        if self.taken:
            return self.taken.kind in VIDEOS
        newest = self._newest()
        return newest is not None and newest.is_video

    def _newest(self) -> DocumentVersion | None:
        return self.instance.versions.newest() if self.instance.pk else None

    def _throw_away(self) -> None:
        """The file is chosen anew with the next try."""
        for taken in filter(None, (self.taken, self.track)):
            taken.throw_away()
        self.taken = self.track = None

    def add_to(self, document: Document) -> None:
        if self.taken:
            said = self.cleaned_data
            words = {"stand": said["stand"] or clock.today(), "note": said["note"]}
            add_version(document=document, by=self.by, taken=self.taken, captions=self.track, **words)
        elif self.track:
            correct_captions(document=document, taken=self.track)


class EntitlementForm(forms.ModelForm):
    """By hand, once for each person: asked before the database says so."""

    def _get_validation_exclusions(self) -> set[str]:
        """Django looks only at constraints over fields of the form; this one goes over the occasion, too, which is empty here."""
        return super()._get_validation_exclusions() - {"occasion"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Grund",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[no_control_characters],
        help_text="Der Satz steht in der E-Mail an die Person, die das Dokument vorgeschlagen hat.",
    )

"""What staff type about articles and their stock."""

from django import forms

from materials.actions.pictures import remove_picture, set_picture
from materials.models import PICTURE_SIZES, Article
from materials.models.articles import TAKEN_ADDRESSES
from materials.models.orders import MOST_PIECES
from missione.shared.addresses import TitledForm
from missione.shared.errors import Refused
from missione.shared.validators import no_control_characters
from teams.renditions import develop

LONGEST_REASON = 250


class ArticleForm(TitledForm):
    other_pages = TAKEN_ADDRESSES

    new_picture = forms.FileField(
        label="Neues Bild",
        required=False,
        help_text="JPEG, PNG oder WebP, höchstens 10 MB. Es braucht darunter ein Bild in Worten.",
    )
    without_picture = forms.BooleanField(label="Bild entfernen", required=False)

    class Meta:
        model = Article
        fields = "__all__"

    def clean(self) -> dict:
        said = super().clean()
        picture = said.get("new_picture")
        if picture or (self.instance.picture and not said.get("without_picture")):
            if not said.get("picture_alt"):
                self.add_error("picture_alt", "Beschreiben Sie das Bild für Menschen, die es nicht sehen.")
        self.renditions = self._developed(picture) if picture else None
        return said

    def _developed(self, picture):
        try:
            return develop(picture, PICTURE_SIZES)
        except Refused as refusal:
            self.add_error("new_picture", str(refusal))
            return None

    def see_to_the_picture(self, article: Article) -> None:
        if self.renditions:
            set_picture(article=article, renditions=self.renditions)
        elif self.cleaned_data.get("without_picture"):
            remove_picture(article=article)


class ReceiveForm(forms.Form):
    quantity = forms.IntegerField(label="Stück", min_value=1, max_value=MOST_PIECES)
    reason = forms.CharField(
        label="Bemerkung",
        required=False,
        max_length=LONGEST_REASON,
        validators=[no_control_characters],
        help_text="Zum Beispiel: Lieferung der Druckerei.",
    )


class CountForm(forms.Form):
    counted = forms.IntegerField(label="Gezählt", min_value=0, max_value=MOST_PIECES)
    reason = forms.CharField(
        label="Grund für die Abweichung",
        required=False,
        max_length=LONGEST_REASON,
        validators=[no_control_characters],
        help_text="Nötig, wenn Sie etwas anderes gezählt haben, als im Bestand steht.",
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict:
        said = super().clean()
        if said.get("counted") != said.get("expected") and not said.get("reason", "").strip() and "counted" not in self.errors:
            self.add_error("reason", "Geben Sie den Grund für die Abweichung an.")
        return said

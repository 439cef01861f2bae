"""Laying an article aside, and the days of a loan."""

from materials.answers import Wish
from materials.forms.fields import Pieces
from materials.models import Article
from missione.kern.forms import StepForm
from teams.forms.local_actions import Day


class DaysForm(StepForm):
    von = Day(label="Vom", missing="Geben Sie den ersten Tag an, an dem Sie es brauchen.")
    bis = Day(label="Bis zum", missing="Geben Sie den letzten Tag an, an dem Sie es brauchen.")

    def clean(self) -> dict:
        said = super().clean()
        if said.get("von") and said.get("bis") and said["bis"] < said["von"]:
            self.add_error("bis", "Der letzte Tag liegt vor dem ersten. Bitte tauschen Sie die beiden.")
        return said


class BasketForm(DaysForm):
    """How many; for a loan from when until when. Whether that can be had is said at the order."""

    menge = Pieces(label="Stückzahl")

    def __init__(self, *args, article: Article, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        for name in ("menge",) if article.is_loan else ("von", "bis"):
            del self.fields[name]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(self.article.pk, said.get("menge", 1), said.get("von"), said.get("bis"))

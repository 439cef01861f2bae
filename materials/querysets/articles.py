"""The questions to the catalogue."""

from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from materials.choices import ArticleKind
from missione.shared import clock
from missione.shared.search import trunks_of


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, person) -> "ArticleQuerySet":
        """What is live is a question to the clock, the same for everybody."""
        return self.filter(published_at__lte=clock.now())

    def in_order(self) -> "ArticleQuerySet":
        """What is given away first, what is only a file last."""
        rank = {ArticleKind.GIVE_AWAY: 1, ArticleKind.LOAN: 2}
        return self.order_by(Case(*(When(kind=kind, then=place) for kind, place in rank.items()), default=3), "title", "pk")

    def about(self, words: str) -> "ArticleQuerySet":
        """Every word must occur somewhere in title, summary or description."""
        found = self
        for trunk in trunks_of(words):
            found = found.filter(search_text__contains=trunk)
        return found

    def lent(self) -> "ArticleQuerySet":
        return self.filter(kind=ArticleKind.LOAN)

    def orderable(self) -> "ArticleQuerySet":
        """What comes in a parcel."""
        return self.exclude(kind=ArticleKind.DOWNLOAD)

    def with_units(self, first: date | None = None, last: date | None = None) -> "ArticleQuerySet":
        """`unit_count` that can be lent at all, and `units_free` between these days, or today."""
        units = _units(self.model)
        free = units.free_between(first, last) if first and last else units.free_today()
        return self.annotate(unit_count=_how_many(units.usable()), units_free=_how_many(free))

    def lendable(self, first: date, last: date) -> "ArticleQuerySet":
        """Of what is lent, that of which a unit is free between these days, with the days on the way."""
        return self.lent().filter(Exists(_units(self.model).free_between(first, last).filter(article=OuterRef("pk"))))

    def to_be_reordered(self) -> "ArticleQuerySet":
        """What is free has reached the threshold."""
        return self.filter(reorder_threshold__gt=0, in_stock__lte=F("reorder_threshold") + F("reserved"))

    def locked(self) -> "ArticleQuerySet":
        """In one order for everybody, after authority and order. NO KEY, so that rows pointing at them can still be written."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


def _units(articles) -> models.QuerySet:
    return articles._meta.get_field("units").related_model.objects.all()


def _how_many(units) -> Coalesce:
    counted = units.filter(article=OuterRef("pk")).order_by().values("article").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)

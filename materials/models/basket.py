"""What a person has laid aside to order. A guest's basket lies in the session."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from materials.models.articles import Article
from materials.models.orders import MOST_PIECES
from missione.shared.models import Timestamped


class BasketItem(Timestamped):
    """Holds nothing back: what is in a basket is still everybody's."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="basket", verbose_name="Person")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="Artikel")
    quantity = models.PositiveIntegerField("Stück", default=1)
    from_day = models.DateField("von", null=True, blank=True)
    to_day = models.DateField("bis", null=True, blank=True)

    class Meta:
        verbose_name = "Artikel im Korb"
        verbose_name_plural = "Körbe"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "article"], name="article_once_in_a_basket"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=MOST_PIECES), name="basket_of_pieces"),
            models.CheckConstraint(
                condition=Q(from_day=None, to_day=None)
                | Q(from_day__isnull=False, to_day__isnull=False, to_day__gte=F("from_day")),
                name="basket_from_day_to_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.article}"

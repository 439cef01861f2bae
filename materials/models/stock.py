"""The ledger: every change of what lies on the shelf, and of what is promised to somebody."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from materials.choices import FOR_AN_ORDER, EntryKind
from materials.models.articles import Article
from materials.models.orders import OrderLine
from missione.shared import clock
from missione.shared.validators import no_control_characters


class StockEntry(models.Model):
    """Never changed, never deleted: a mistake is put right by another entry. Only a correction may be negative."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="entries", verbose_name="Artikel")
    kind = models.CharField("Art", max_length=12, choices=EntryKind)
    quantity = models.IntegerField("Stück")
    reason = models.CharField("Grund", max_length=250, blank=True, validators=[no_control_characters])
    line = models.ForeignKey(OrderLine, models.PROTECT, verbose_name="Position", null=True, blank=True, related_name="entries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="durch", null=True, related_name="+")
    at = models.DateTimeField("am", default=clock.now)

    class Meta:
        verbose_name = "Lagerbewegung"
        verbose_name_plural = "Lagerbewegungen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["article", "at"], name="entry_of_article")]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0) | (Q(kind=EntryKind.CORRECTION) & ~Q(quantity=0)), name="entry_of_pieces"
            ),
            models.CheckConstraint(condition=~Q(kind=EntryKind.CORRECTION) | ~Q(reason=""), name="correction_with_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=FOR_AN_ORDER, line__isnull=False) | (~Q(kind__in=FOR_AN_ORDER) & Q(line=None)),
                name="entry_for_an_order_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.quantity} × {self.article}"

"""The counter of an authority: which of the pieces in a borrowed box are with somebody, and never with whom."""

import secrets

from django.db import models
from django.db.models import F, Q

from materials.models.loans import Loan
from materials.querysets import PieceQuerySet
from missione.shared import clock


def new_piece_key() -> str:
    """132 bits, in the code on the slip."""
    return secrets.token_urlsafe(16)


class Piece(models.Model):
    """One of the meters in a box, for as long as the box is lent. Its key stands on the slip."""

    loan = models.ForeignKey(Loan, models.CASCADE, related_name="pieces", verbose_name="Ausleihe")
    number = models.PositiveSmallIntegerField("Nummer")
    key = models.CharField(max_length=40, unique=True, default=new_piece_key, editable=False)
    times_lent = models.PositiveIntegerField("so oft verliehen", default=0, db_default=0, editable=False)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "Einzelstück"
        verbose_name_plural = "Einzelstücke"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="piece_number_once_per_loan"),
            models.CheckConstraint(condition=Q(number__gte=1), name="piece_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"Nr. {self.number}"


class PieceLending(models.Model):
    """From day to day, without hours and without a name. Forgotten a year after the loan; `times_lent` of the piece stays."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="lendings", verbose_name="Einzelstück")
    out_on = models.DateField("ausgegeben am", default=clock.today)
    back_on = models.DateField("zurück am", null=True, blank=True)

    class Meta:
        verbose_name = "Weiterverleih"
        verbose_name_plural = "Weiterverleih"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["piece"], condition=Q(back_on=None), name="piece_lent_to_one_at_a_time"),
            models.CheckConstraint(condition=Q(back_on=None) | Q(back_on__gte=F("out_on")), name="piece_back_after_it_left"),
        ]

    def __str__(self) -> str:
        return f"{self.piece}: {self.out_on:%d.%m.%Y}"

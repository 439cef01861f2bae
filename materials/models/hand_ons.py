"""Straight from one authority to the next, without the way over the campaign team."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from materials.choices import OPEN_HAND_ON, HandOnState
from materials.models.loans import Loan
from materials.querysets import HandOnQuerySet
from missione.shared.models import Timestamped


class HandOn(Timestamped):
    """Both loans are of the same unit. Who gives fills in a protocol, who takes confirms it with one of their own."""

    giving = models.ForeignKey(Loan, models.PROTECT, related_name="handed_on", verbose_name="gibt weiter")
    taking = models.ForeignKey(Loan, models.PROTECT, related_name="taken_over", verbose_name="übernimmt")
    state = models.CharField("Stand", max_length=10, choices=HandOnState, default=HandOnState.ARRANGED, editable=False)
    planned_on = models.DateField("vereinbart für")
    note = models.CharField("Hinweis", max_length=500, blank=True)
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="vereinbart durch", null=True, related_name="+"
    )
    given_at = models.DateTimeField("übergeben", null=True, editable=False)
    taken_at = models.DateTimeField("übernommen", null=True, editable=False)
    cancelled_at = models.DateTimeField("abgesagt", null=True, editable=False)

    objects = HandOnQuerySet.as_manager()

    class Meta:
        verbose_name = "Weitergabe"
        verbose_name_plural = "Weitergaben"
        ordering = ["pk"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[side], condition=~Q(state=HandOnState.CANCELLED), name=f"one_hand_on_per_{side}_loan"
                )
                for side in ("giving", "taking")
            ),
            models.CheckConstraint(condition=~Q(giving=F("taking")), name="hand_on_to_another_loan"),
            models.CheckConstraint(
                condition=Q(state=HandOnState.CANCELLED, cancelled_at__isnull=False)
                | Q(state=HandOnState.ARRANGED, given_at=None, taken_at=None, cancelled_at=None)
                | Q(state=HandOnState.GIVEN, given_at__isnull=False, taken_at=None, cancelled_at=None)
                | Q(state=HandOnState.TAKEN, given_at__isnull=False, taken_at__isnull=False, cancelled_at=None),
                name="hand_on_knows_its_moments",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_HAND_ON

    @property
    def is_given(self) -> bool:
        """By one side, and not yet confirmed by the other."""
        return self.state == HandOnState.GIVEN

    def __str__(self) -> str:
        return f"{self.giving.unit}: {self.get_state_display()}"

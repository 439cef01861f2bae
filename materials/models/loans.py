"""Numbered units, and who has which one when."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from materials.choices import HOLDS_A_UNIT, Condition, LoanState
from materials.models.articles import Article
from materials.models.loan_wishes import LoanWish
from materials.models.orders import OrderLine
from materials.querysets import LoanQuerySet, UnitQuerySet
from materials.querysets.loans import LEAVES_SOON
from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters


class Unit(Timestamped):
    """One of several alike: box 3 of the energy meters."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="units", verbose_name="Artikel")
    number = models.CharField(
        "Nummer", max_length=20, validators=[no_control_characters], help_text="Wie auf dem Etikett: EM-03."
    )
    condition = models.CharField("Zustand", max_length=10, choices=Condition, default=Condition.USABLE)
    note = models.CharField("Bemerkung", max_length=250, blank=True, validators=[no_control_characters])

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "Leihgerät"
        verbose_name_plural = "Leihgeräte"
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="unit_number_once")]

    def __str__(self) -> str:
        return f"{self.article}, {self.number}"


class Loan(Timestamped):
    """A unit for a line of an order, or held back for who waits until they have answered. `period` includes the days of
    transport; from_day and to_day are the borrower's own."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="loans", verbose_name="Leihgerät")
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="loans", verbose_name="Position", null=True, blank=True)
    wish = models.ForeignKey(LoanWish, models.PROTECT, related_name="loans", verbose_name="Vormerkung", null=True, blank=True)
    state = models.CharField("Stand", max_length=10, choices=LoanState, default=LoanState.RESERVED)
    from_day = models.DateField("von")
    to_day = models.DateField("bis")
    period = DateRangeField("mit Hin- und Rückweg")
    handed_out_at = models.DateTimeField("ausgegeben", null=True, editable=False)
    ended_at = models.DateTimeField("beendet", null=True, editable=False)

    objects = LoanQuerySet.as_manager()
    is_given_on = False  # straight to the next, who has not confirmed it: if the queryset looks (with_hand_on)

    class Meta:
        verbose_name = "Ausleihe"
        verbose_name_plural = "Ausleihen"
        ordering = ["from_day", "pk"]
        indexes = [models.Index(fields=["to_day"], condition=Q(state=LoanState.OUT), name="loan_out_until")]
        constraints = [
            ExclusionConstraint(
                name="one_loan_per_unit_and_day",
                expressions=[("unit", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state__in=HOLDS_A_UNIT),
            ),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="loan_from_day_to_day"),
            models.CheckConstraint(
                condition=Q(period__startswith__lte=F("from_day"), period__endswith__gt=F("to_day")),
                name="loan_period_holds_the_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HOLDS_A_UNIT, ended_at=None) | (~Q(state__in=HOLDS_A_UNIT) & Q(ended_at__isnull=False)),
                name="loan_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=LoanState.OUT) | Q(handed_out_at__isnull=False), name="loan_out_since_a_moment"
            ),
            models.CheckConstraint(condition=Q(line__isnull=False) | Q(wish__isnull=False), name="loan_for_a_line_or_a_wish"),
            models.CheckConstraint(
                condition=Q(line__isnull=False) | Q(state__in=(LoanState.RESERVED, LoanState.CANCELLED)),
                name="loan_leaves_only_for_an_order",
            ),
            models.UniqueConstraint(fields=["wish"], condition=Q(state__in=HOLDS_A_UNIT), name="one_unit_at_a_time_for_a_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.from_day:%d.%m.%Y} bis {self.to_day:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("materials:loan", args=[self.reference])

    @property
    def is_out(self) -> bool:
        return self.state == LoanState.OUT

    @property
    def is_in_hand(self) -> bool:
        """Out, and still with who borrowed it: only then its pieces are counted."""
        return self.is_out and not self.is_given_on

    @property
    def lacks_unit(self) -> bool:
        """Reserved on one that nobody can use: it cannot leave before it has another one."""
        return self.state == LoanState.RESERVED and self.unit.condition != Condition.USABLE

    @property
    def leaves_soon(self) -> bool:
        """With the way there: what leaves later is not packed yet."""
        return self.period.lower <= clock.today() + LEAVES_SOON

    @property
    def is_over(self) -> bool:
        return self.state not in HOLDS_A_UNIT

    @property
    def is_overdue(self) -> bool:
        """The last day is over in Berlin, and it is not back, nor handed on."""
        return self.is_in_hand and self.to_day < clock.today()

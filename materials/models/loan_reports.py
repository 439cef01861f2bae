"""Protocols: how a unit was, what was in it, with pictures; when it left, when it came back, in whose hands it went."""

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from materials.choices import Condition, ReportKind
from materials.models.loans import Loan, Unit
from materials.querysets import LoanReportQuerySet, ReportPictureQuerySet
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.validators import no_control_characters


class LoanReport(models.Model):
    """Never changed: what turns out later is another protocol. Without a loan staff looked at what lay on the shelf."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports", verbose_name="Leihgerät")
    loan = models.ForeignKey(Loan, models.PROTECT, related_name="reports", verbose_name="Ausleihe", null=True, blank=True)
    kind = models.CharField("Anlass", max_length=12, choices=ReportKind)
    condition = models.CharField("Zustand", max_length=10, choices=Condition, default=Condition.USABLE)
    note = models.TextField("Bemerkung", max_length=1000, blank=True, validators=[no_control_characters])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="durch", null=True, related_name="+")
    at = models.DateTimeField("am", default=clock.now)

    objects = LoanReportQuerySet.as_manager()

    class Meta:
        verbose_name = "Protokoll"
        verbose_name_plural = "Protokolle"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "kind"], name="report_of_a_kind_once_per_loan"),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.CHECKED, loan=None) | (~Q(kind=ReportKind.CHECKED) & Q(loan__isnull=False)),
                name="report_of_a_loan_or_the_shelf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit}"


class CountedPart(models.Model):
    """One line of a protocol. The name and the number expected are kept as they were."""

    report = models.ForeignKey(LoanReport, models.CASCADE, related_name="parts", verbose_name="Protokoll")
    name = models.CharField("Bezeichnung", max_length=120)
    expected = models.PositiveSmallIntegerField("soll")
    counted = models.PositiveSmallIntegerField("gezählt")

    class Meta:
        verbose_name = "gezählter Bestandteil"
        verbose_name_plural = "gezählte Bestandteile"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "name"], name="part_counted_once_per_report")]

    def __str__(self) -> str:
        return f"{self.counted} von {self.expected} × {self.name}"

    @property
    def missing(self) -> int:
        return max(0, self.expected - self.counted)


class ReportPicture(models.Model):
    """Drawn anew as one JPEG without EXIF, kept outside of what is served, shown to both sides of the loan and to staff."""

    DRAWER = "loans"
    LONGER_SIDE = 1280  # pixels

    report = models.ForeignKey(LoanReport, models.CASCADE, related_name="pictures", verbose_name="Protokoll")
    key = models.CharField(max_length=40, unique=True, editable=False)
    width = models.PositiveSmallIntegerField("Breite", editable=False)
    height = models.PositiveSmallIntegerField("Höhe", editable=False)
    at = models.DateTimeField("am", default=clock.now)

    objects = ReportPictureQuerySet.as_manager()

    class Meta:
        verbose_name = "Bild zum Protokoll"
        verbose_name_plural = "Bilder zum Protokoll"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="report_picture_has_a_size")]

    def __str__(self) -> str:
        return f"{self.report}, {self.width} × {self.height}"

    def read(self) -> bytes:
        with storages["private"].open(cabinet.path_in(self.DRAWER, self.key)) as file:
            return file.read()

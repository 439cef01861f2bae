"""What belongs to one account alone: where it is logged in, and the files with its own data."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from missione.shared import clock
from teams.choices import EXPORT_UNDER_WAY, ExportState

EXPORTS_LAST = timedelta(days=7)
EXPORT_FOLDER = "exports"  # of the private files


def private_files() -> Storage:
    return storages["private"]


def where_exports_lie(export: "DataExport", filename: str) -> str:
    return DataExport.new_file_name()


class Login(models.Model):
    """A browser that is logged in. No network address, and of the browser only what it calls itself, in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="logins", verbose_name="Person")
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField("Gerät", max_length=80)
    created_at = models.DateTimeField("angemeldet", default=clock.now, editable=False)
    seen_at = models.DateTimeField("zuletzt benutzt", default=clock.now, editable=False, db_index=True)

    class Meta:
        verbose_name = "Anmeldung"
        verbose_name_plural = "Anmeldungen"
        ordering = ["-seen_at", "pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class DataExport(models.Model):
    """A person asked for everything we know of them. The worker makes the file; after a week it is deleted with its row."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", verbose_name="Person")
    state = models.CharField("Stand", max_length=10, choices=ExportState, default=ExportState.ASKED)
    progress = models.PositiveSmallIntegerField("Fortschritt in Prozent", default=0)
    file = models.FileField(storage=private_files, upload_to=where_exports_lie, blank=True)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    leased_until = models.DateTimeField("in Arbeit bis", null=True)
    asked_at = models.DateTimeField("angefordert", default=clock.now)
    ready_at = models.DateTimeField("fertig", null=True)

    class Meta:
        verbose_name = "Datenauskunft"
        verbose_name_plural = "Datenauskünfte"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=EXPORT_UNDER_WAY), name="one_export_at_a_time"),
            models.CheckConstraint(
                condition=(Q(state=ExportState.READY, ready_at__isnull=False) & ~Q(file=""))
                | (~Q(state=ExportState.READY) & Q(ready_at=None)),
                name="export_ready_with_a_file",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="export_progress_in_per_cent"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @staticmethod
    def new_file_name() -> str:
        return f"{EXPORT_FOLDER}/{secrets.token_hex(24)}.zip"

    @property
    def is_under_way(self) -> bool:
        return self.state in EXPORT_UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == ExportState.READY and self.ends_at > clock.now()

    @property
    def ends_at(self) -> datetime | None:
        return self.ready_at + EXPORTS_LAST if self.ready_at else None

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import missione.shared.clock
import teams.models.own


class Migration(migrations.Migration):
    dependencies = [("teams", "0011_letters_to_choose_and_deleted_at")]

    operations = [
        migrations.CreateModel(
            name="Login",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("session_key", models.CharField(editable=False, max_length=40, unique=True)),
                ("device", models.CharField(max_length=80, verbose_name="Gerät")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angemeldet"),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        db_index=True, default=missione.shared.clock.now, editable=False, verbose_name="zuletzt benutzt"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logins",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={"verbose_name": "Anmeldung", "verbose_name_plural": "Anmeldungen", "ordering": ["-seen_at", "pk"]},
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Angefordert"),
                            ("working", "In Arbeit"),
                            ("ready", "Fertig"),
                            ("failed", "Gescheitert"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="Fortschritt in Prozent")),
                (
                    "file",
                    models.FileField(
                        blank=True, storage=teams.models.own.private_files, upload_to=teams.models.own.where_exports_lie
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="Versuche")),
                ("leased_until", models.DateTimeField(null=True, verbose_name="in Arbeit bis")),
                ("asked_at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="angefordert")),
                ("ready_at", models.DateTimeField(null=True, verbose_name="fertig")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Person",
                    ),
                ),
            ],
            options={
                "verbose_name": "Datenauskunft",
                "verbose_name_plural": "Datenauskünfte",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(state__in=("asked", "working")), fields=("person",), name="one_export_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=(Q(state="ready", ready_at__isnull=False) & ~Q(file=""))
                        | (~Q(state="ready") & Q(ready_at=None)),
                        name="export_ready_with_a_file",
                    ),
                    models.CheckConstraint(condition=Q(progress__lte=100), name="export_progress_in_per_cent"),
                ],
            },
        ),
    ]

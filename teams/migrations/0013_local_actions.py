from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import missione.shared.clock
import missione.shared.models
import missione.shared.validators
import teams.models.local_actions


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0012_logins_and_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "slug",
                    models.SlugField(
                        default=teams.models.local_actions.new_slug,
                        editable=False,
                        max_length=20,
                        unique=True,
                        verbose_name="Adresse",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("day", "Aktionstag"),
                            ("week", "Aktionswoche"),
                            ("kickoff", "Auftaktveranstaltung"),
                            ("stand", "Infostand"),
                            ("rounds", "Bürorundgänge"),
                            ("breakfast", "Energiefrühstück"),
                            ("lending", "Messgeräte-Verleih"),
                            ("bingo", "Bingokarte oder Abreißzettel"),
                            ("evening", "Film- oder Spieleabend"),
                            ("contest", "Wettbewerb oder Quiz"),
                            ("talk", "Vortrag oder Führung"),
                            ("other", "Sonstiges"),
                        ],
                        max_length=10,
                        verbose_name="Art",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[missione.shared.validators.no_control_characters], verbose_name="Titel"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="von")),
                ("ends_on", models.DateField(verbose_name="bis")),
                (
                    "time_text",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Uhrzeit",
                    ),
                ),
                (
                    "site",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Ort",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Beschreibung",
                    ),
                ),
                ("reached", models.PositiveIntegerField(blank=True, null=True, verbose_name="erreichte Beschäftigte")),
                (
                    "report",
                    models.TextField(
                        blank=True,
                        max_length=3000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Kurzbericht",
                    ),
                ),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="öffentlich seit")),
                ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="abgesagt am")),
                (
                    "cancellation_reason",
                    models.CharField(blank=True, editable=False, max_length=250, verbose_name="Grund der Absage"),
                ),
                ("hidden_at", models.DateTimeField(editable=False, null=True, verbose_name="ausgeblendet am")),
                (
                    "hidden_reason",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="Grund des Ausblendens"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="eingetragen von",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_actions",
                        to="teams.team",
                        verbose_name="Team",
                    ),
                ),
            ],
            options={
                "verbose_name": "lokale Aktion",
                "verbose_name_plural": "lokale Aktionen",
                "ordering": ["-starts_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MeterReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Nummer des Zählers")),
                (
                    "meter",
                    models.CharField(
                        max_length=60, validators=[missione.shared.validators.no_control_characters], verbose_name="Zähler"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("reference", "Referenzzeitraum"), ("action", "Aktionszeitraum")],
                        max_length=10,
                        verbose_name="Zeitraum",
                    ),
                ),
                ("from_day", models.DateField(verbose_name="von")),
                ("to_day", models.DateField(verbose_name="bis")),
                (
                    "start_kwh",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="Stand am Anfang"),
                ),
                (
                    "end_kwh",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="Stand am Ende"),
                ),
                (
                    "used_kwh",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=11, null=True, verbose_name="Verbrauch"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bemerkung",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="teams.localaction",
                        verbose_name="Aktion",
                    ),
                ),
            ],
            options={
                "verbose_name": "Messung",
                "verbose_name_plural": "Messungen",
                "ordering": ["number", "-phase"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                ("key", models.SlugField(default=teams.models.local_actions.new_key, editable=False, max_length=40, unique=True)),
                ("original_name", models.CharField(editable=False, max_length=200, verbose_name="Dateiname")),
                (
                    "alt_text",
                    models.CharField(
                        max_length=250,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bildbeschreibung",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bildnachweis",
                    ),
                ),
                ("consented_at", models.DateTimeField(editable=False, null=True, verbose_name="Einwilligung bestätigt am")),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="Breite")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="Höhe")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="Bytes")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="teams.localaction",
                        verbose_name="Aktion",
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Einwilligung bestätigt von",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hochgeladen von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Bild",
                "verbose_name_plural": "Bilder",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SavingsAssumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "kind",
                    models.CharField(
                        choices=[("price", "Strompreis (Cent je kWh)"), ("co2", "CO₂-Ausstoß (Gramm je kWh)")],
                        max_length=10,
                        verbose_name="Größe",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(Decimal("5000")),
                        ],
                        verbose_name="Wert",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        max_length=200, validators=[missione.shared.validators.no_control_characters], verbose_name="Quelle"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="Jahr",
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(help_text="Für Aktionen, die an diesem Tag oder später beginnen.", verbose_name="gilt ab"),
                ),
            ],
            options={
                "verbose_name": "Annahme zur Einsparung",
                "verbose_name_plural": "Annahmen zur Einsparung",
                "ordering": ["kind", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "valid_from"),
                        name="one_assumption_per_kind_and_day",
                        violation_error_message="Ab diesem Tag gilt schon ein Wert. Ändern Sie ihn, oder wählen Sie einen anderen Tag.",
                    ),
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="assumption_is_worth_something"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="localaction",
            index=models.Index(fields=["starts_on"], name="local_action_by_day"),
        ),
        migrations.AddConstraint(
            model_name="localaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="local_action_ends_after_its_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="localaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reached", None), ("reached__lte", 20000), _connector="OR"),
                name="local_action_reached_a_possible_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="localaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("hidden_at", None), models.Q(("hidden_reason", ""), _negated=True), _connector="OR"),
                name="local_action_hidden_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.UniqueConstraint(fields=("action", "number", "phase"), name="one_reading_per_meter_and_phase"),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(condition=models.Q(("number__range", (1, 20))), name="meter_has_a_number"),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day__gte", models.F("from_day"))), name="reading_ends_after_its_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_kwh", None), models.Q(("end_kwh", None), ("start_kwh", None)), _connector="OR"),
                name="reading_or_consumption_not_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("start_kwh", None), ("end_kwh", None), ("end_kwh__gte", models.F("start_kwh")), _connector="OR"
                ),
                name="meter_runs_forward",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("start_kwh", None), ("start_kwh__range", (0, Decimal("99999999.999"))), _connector="OR"),
                name="reading_start_kwh_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_kwh", None), ("end_kwh__range", (0, Decimal("99999999.999"))), _connector="OR"),
                name="reading_end_kwh_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="meterreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("used_kwh", None), ("used_kwh__range", (0, Decimal("99999999.999"))), _connector="OR"),
                name="reading_used_kwh_is_possible",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(condition=models.Q(("alt_text", ""), _negated=True), name="picture_is_described"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("size__gt", 0), ("width__gt", 0)), name="picture_has_a_size"
            ),
        ),
    ]

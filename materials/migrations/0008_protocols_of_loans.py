import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import missione.shared.clock
import missione.shared.validators


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0007_who_waits_for_a_loan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="Bezeichnung")),
                ("expected", models.PositiveSmallIntegerField(verbose_name="soll")),
                ("counted", models.PositiveSmallIntegerField(verbose_name="gezählt")),
            ],
            options={
                "verbose_name": "gezählter Bestandteil",
                "verbose_name_plural": "gezählte Bestandteile",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LoanReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("handed_out", "Ausgabe"),
                            ("taken_back", "Rücknahme"),
                            ("given_on", "Weitergabe"),
                            ("taken_over", "Übernahme"),
                            ("checked", "Prüfung"),
                        ],
                        max_length=12,
                        verbose_name="Anlass",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
                        choices=[
                            ("usable", "In Ordnung"),
                            ("damaged", "Beschädigt"),
                            ("lost", "Verloren"),
                            ("retired", "Ausgemustert"),
                        ],
                        default="usable",
                        max_length=10,
                        verbose_name="Zustand",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        max_length=1000,
                        validators=[missione.shared.validators.no_control_characters],
                        verbose_name="Bemerkung",
                    ),
                ),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
            ],
            options={
                "verbose_name": "Protokoll",
                "verbose_name_plural": "Protokolle",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("width", models.PositiveSmallIntegerField(editable=False, verbose_name="Breite")),
                ("height", models.PositiveSmallIntegerField(editable=False, verbose_name="Höhe")),
                ("at", models.DateTimeField(default=missione.shared.clock.now, verbose_name="am")),
            ],
            options={
                "verbose_name": "Bild zum Protokoll",
                "verbose_name_plural": "Bilder zum Protokoll",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="loanreport",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="durch",
            ),
        ),
        migrations.AddField(
            model_name="loanreport",
            name="loan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="materials.loan",
                verbose_name="Ausleihe",
            ),
        ),
        migrations.AddField(
            model_name="loanreport",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="materials.unit", verbose_name="Leihgerät"
            ),
        ),
        migrations.AddField(
            model_name="countedpart",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="materials.loanreport",
                verbose_name="Protokoll",
            ),
        ),
        migrations.AddField(
            model_name="reportpicture",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pictures",
                to="materials.loanreport",
                verbose_name="Protokoll",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanreport",
            constraint=models.UniqueConstraint(fields=("loan", "kind"), name="report_of_a_kind_once_per_loan"),
        ),
        migrations.AddConstraint(
            model_name="loanreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "checked"), ("loan", None)),
                    models.Q(models.Q(("kind", "checked"), _negated=True), ("loan__isnull", False)),
                    _connector="OR",
                ),
                name="report_of_a_loan_or_the_shelf",
            ),
        ),
        migrations.AddConstraint(
            model_name="countedpart",
            constraint=models.UniqueConstraint(fields=("report", "name"), name="part_counted_once_per_report"),
        ),
        migrations.AddConstraint(
            model_name="reportpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("width__gt", 0)), name="report_picture_has_a_size"
            ),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import missione.shared.clock
import missione.shared.models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0008_protocols_of_loans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("arranged", "Vereinbart"),
                            ("given", "Übergeben"),
                            ("taken", "Übernommen"),
                            ("cancelled", "Abgesagt"),
                        ],
                        default="arranged",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="vereinbart für")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="Hinweis")),
                ("given_at", models.DateTimeField(editable=False, null=True, verbose_name="übergeben")),
                ("taken_at", models.DateTimeField(editable=False, null=True, verbose_name="übernommen")),
                ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="abgesagt")),
            ],
            options={
                "verbose_name": "Weitergabe",
                "verbose_name_plural": "Weitergaben",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="handon",
            name="arranged_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vereinbart durch",
            ),
        ),
        migrations.AddField(
            model_name="handon",
            name="giving",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handed_on",
                to="materials.loan",
                verbose_name="gibt weiter",
            ),
        ),
        migrations.AddField(
            model_name="handon",
            name="taking",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_over",
                to="materials.loan",
                verbose_name="übernimmt",
            ),
        ),
        migrations.AddConstraint(
            model_name="handon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True), fields=("giving",), name="one_hand_on_per_giving_loan"
            ),
        ),
        migrations.AddConstraint(
            model_name="handon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True), fields=("taking",), name="one_hand_on_per_taking_loan"
            ),
        ),
        migrations.AddConstraint(
            model_name="handon",
            constraint=models.CheckConstraint(
                condition=models.Q(("giving", models.F("taking")), _negated=True), name="hand_on_to_another_loan"
            ),
        ),
        migrations.AddConstraint(
            model_name="handon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                    models.Q(("cancelled_at", None), ("given_at", None), ("state", "arranged"), ("taken_at", None)),
                    models.Q(("cancelled_at", None), ("given_at__isnull", False), ("state", "given"), ("taken_at", None)),
                    models.Q(
                        ("cancelled_at", None), ("given_at__isnull", False), ("state", "taken"), ("taken_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="hand_on_knows_its_moments",
            ),
        ),
    ]

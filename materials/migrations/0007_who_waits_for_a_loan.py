import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import missione.shared.clock
import missione.shared.models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0006_lent_from_day_to_day"),
        ("teams", "0014_first_assumptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LoanWish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=missione.shared.clock.now, editable=False, verbose_name="angelegt am"),
                ),
                ("changed_at", missione.shared.models.ChangedAt(editable=False, verbose_name="geändert am")),
                (
                    "reference",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
                    ),
                ),
                ("from_day", models.DateField(verbose_name="von")),
                ("to_day", models.DateField(verbose_name="bis")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Auf der Warteliste"),
                            ("offered", "Angeboten"),
                            ("taken", "Angenommen"),
                            ("withdrawn", "Zurückgezogen"),
                            ("expired", "Verfallen"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("offered_at", models.DateTimeField(editable=False, null=True, verbose_name="angeboten")),
                ("offered_until", models.DateTimeField(editable=False, null=True, verbose_name="zu beantworten bis")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="beendet")),
            ],
            options={
                "verbose_name": "Vormerkung",
                "verbose_name_plural": "Vormerkungen",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="loan",
            name="reference",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
            ),
        ),
        migrations.AlterField(
            model_name="loan",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="loans",
                to="materials.orderline",
                verbose_name="Position",
            ),
        ),
        migrations.AddField(
            model_name="loanwish",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="materials.article", verbose_name="Artikel"
            ),
        ),
        migrations.AddField(
            model_name="loanwish",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="loan_wishes",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vorgemerkt von",
            ),
        ),
        migrations.AddField(
            model_name="loanwish",
            name="team",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="loan_wishes", to="teams.team", verbose_name="Team"
            ),
        ),
        migrations.AddField(
            model_name="loan",
            name="wish",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="loans",
                to="materials.loanwish",
                verbose_name="Vormerkung",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("line__isnull", False), ("wish__isnull", False), _connector="OR"),
                name="loan_for_a_line_or_a_wish",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.CheckConstraint(
                condition=models.Q(("line__isnull", False), ("state__in", ("reserved", "cancelled")), _connector="OR"),
                name="loan_leaves_only_for_an_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="loan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("reserved", "out"))), fields=("wish",), name="one_unit_at_a_time_for_a_wish"
            ),
        ),
        migrations.AddIndex(
            model_name="loanwish",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["article", "id"], name="wish_waiting"),
        ),
        migrations.AddIndex(
            model_name="loanwish",
            index=models.Index(condition=models.Q(("state", "offered")), fields=["offered_until"], name="wish_offered_until"),
        ),
        migrations.AddConstraint(
            model_name="loanwish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "offered"))),
                fields=("team", "article"),
                name="one_open_wish_per_team_and_article",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanwish",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day__gte", models.F("from_day"))), name="wish_from_day_to_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="loanwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "offered"), _negated=True),
                    models.Q(("offered_at__isnull", False), ("offered_until__isnull", False)),
                    _connector="OR",
                ),
                name="wish_offered_until_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanwish",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ("waiting", "offered"))),
                    models.Q(models.Q(("state__in", ("waiting", "offered")), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="wish_ended_at_a_moment",
            ),
        ),
    ]

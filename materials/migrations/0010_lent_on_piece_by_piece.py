import django.db.models.deletion
from django.db import migrations, models

import materials.models.counters
import missione.shared.clock


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0009_handed_on_directly"),
    ]

    operations = [
        migrations.CreateModel(
            name="Piece",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="Nummer")),
                (
                    "key",
                    models.CharField(default=materials.models.counters.new_piece_key, editable=False, max_length=40, unique=True),
                ),
            ],
            options={
                "verbose_name": "Einzelstück",
                "verbose_name_plural": "Einzelstücke",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PieceLending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("out_on", models.DateField(default=missione.shared.clock.today, verbose_name="ausgegeben am")),
                ("back_on", models.DateField(blank=True, null=True, verbose_name="zurück am")),
            ],
            options={
                "verbose_name": "Weiterverleih",
                "verbose_name_plural": "Weiterverleih",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="part",
            name="is_lent_on",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Die Dienststelle leiht sie an Beschäftigte aus und bekommt Zettel und eine Zählseite dafür.",
                verbose_name="wird einzeln weiterverliehen",
            ),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_lent_on", True)),
                fields=("article",),
                name="one_part_is_lent_on",
                violation_error_message="Nur ein Bestandteil kann einzeln weiterverliehen werden.",
            ),
        ),
        migrations.AddField(
            model_name="piece",
            name="loan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="materials.loan", verbose_name="Ausleihe"
            ),
        ),
        migrations.AddField(
            model_name="piecelending",
            name="piece",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lendings",
                to="materials.piece",
                verbose_name="Einzelstück",
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.UniqueConstraint(fields=("loan", "number"), name="piece_number_once_per_loan"),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="piece_numbers_from_one"),
        ),
        migrations.AddConstraint(
            model_name="piecelending",
            constraint=models.UniqueConstraint(
                condition=models.Q(("back_on", None)), fields=("piece",), name="piece_lent_to_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="piecelending",
            constraint=models.CheckConstraint(
                condition=models.Q(("back_on", None), ("back_on__gte", models.F("out_on")), _connector="OR"),
                name="piece_back_after_it_left",
            ),
        ),
    ]

"""An offer hands out documents. What was one line of words keeps its column and gets another name in the code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0001_from_shelf_to_library"),
        ("seminars", "0011_index_who_is_remembered"),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("offer", "hand_out", "also_received"),
                migrations.AlterField(
                    "offer",
                    "also_received",
                    models.CharField(
                        "Sie erhalten außerdem",
                        max_length=150,
                        blank=True,
                        db_column="hand_out",
                        help_text="Was kein Dokument ist, zum Beispiel: ein Messgerät für zu Hause.",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            "offer",
            "hand_outs",
            models.ManyToManyField(blank=True, related_name="+", to="materials.document", verbose_name="Unterlagen"),
        ),
    ]

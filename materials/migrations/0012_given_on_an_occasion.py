"""A document may be given once by hand and once on every occasion, so that each takes back only what it gave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("materials", "0011_how_often_a_piece_was_lent")]
    operations = [
        migrations.AddField(
            "entitlement", "occasion", models.CharField(db_default="", default="", editable=False, max_length=40)
        ),
        migrations.AddConstraint(
            "entitlement",
            models.UniqueConstraint(fields=("person", "document", "occasion"), name="given_once_per_occasion"),
        ),
        migrations.RemoveConstraint("entitlement", "given_once"),
    ]

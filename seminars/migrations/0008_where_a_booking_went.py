"""A booking that was moved knows where to, and one that ended whether the campaign team ended it.

Rows that are there are checked by the next migration, while the portal runs.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0007_index_seats_for_teams")]
    operations = [
        migrations.AddField(
            "booking",
            "cancelled_by_staff",
            models.BooleanField("vom Kampagnenteam beendet", default=False, db_default=False, editable=False),
        ),
        migrations.AddField(
            "booking",
            "moved_to",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_from",
                to="seminars.booking",
                verbose_name="umgebucht auf",
            ),
        ),
        AddConstraintNotValid(
            "booking",
            models.CheckConstraint(
                condition=models.Q(moved_to=None) | models.Q(state="cancelled"), name="moved_away_is_cancelled"
            ),
        ),
    ]

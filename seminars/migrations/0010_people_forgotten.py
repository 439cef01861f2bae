"""Long after an event nobody stands behind a booking any more; the ministry does, for the figures.

Rows that are there are checked by the next migration, while the portal runs.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

OF_A_TEAM = Q(person=None, team__isnull=False, unnamed_until__isnull=False, state__in=("booked", "cancelled", "expired"))


class Migration(migrations.Migration):
    dependencies = [("seminars", "0009_check_where_a_booking_went"), ("teams", "0002_authorities")]
    operations = [
        migrations.AddField("booking", "forgotten_at", models.DateTimeField("Namen gelöscht", editable=False, null=True)),
        migrations.AddField(
            "booking",
            "ministry",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="teams.ministry",
                verbose_name="Ressort",
            ),
        ),
        migrations.AlterField(
            "booking",
            "booked_by",
            models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="eingetragen von",
            ),
        ),
        migrations.RemoveConstraint("booking", "without_a_name_only_a_seat_of_a_team"),
        AddConstraintNotValid(
            "booking",
            models.CheckConstraint(
                condition=Q(person__isnull=False, unnamed_until=None, forgotten_at=None)
                | OF_A_TEAM
                | Q(person=None, forgotten_at__isnull=False),
                name="without_a_name_only_for_a_team_or_forgotten",
            ),
        ),
        AddConstraintNotValid(
            "booking",
            models.CheckConstraint(
                condition=Q(forgotten_at=None, booked_by__isnull=False)
                | Q(
                    forgotten_at__isnull=False,
                    person=None,
                    booked_by=None,
                    team=None,
                    unnamed_until=None,
                    needs=[],
                    message="",
                    cancellation_reason="",
                    passed_over_because="",
                ),
                name="forgotten_with_all_that_was_said",
            ),
        ),
    ]

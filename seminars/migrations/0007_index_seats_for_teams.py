"""While the portal runs: nobody who books waits for these."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("seminars", "0006_seats_for_teams")]
    operations = [
        ValidateConstraint("booking", "without_a_name_only_a_seat_of_a_team"),
        ValidateConstraint("booking", "handed_over_is_cancelled"),
        AddIndexConcurrently(
            "booking",
            models.Index(fields=["unnamed_until"], condition=models.Q(state="booked", person=None), name="booking_unnamed"),
        ),
        AddIndexConcurrently(
            "booking",
            models.Index(fields=["team", "event"], condition=models.Q(team__isnull=False), name="booking_of_team"),
        ),
    ]

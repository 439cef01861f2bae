"""While the portal runs: nobody who books waits for these."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

WITHOUT_WORDS = Q(needs=[], message="", cancellation_reason="", passed_over_because="")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("seminars", "0010_people_forgotten")]
    operations = [
        ValidateConstraint("booking", "without_a_name_only_for_a_team_or_forgotten"),
        ValidateConstraint("booking", "forgotten_with_all_that_was_said"),
        AddIndexConcurrently(
            "booking", models.Index(fields=["event"], condition=Q(forgotten_at=None), name="booking_remembered")
        ),
        AddIndexConcurrently("booking", models.Index(fields=["event"], condition=~WITHOUT_WORDS, name="booking_with_words")),
    ]

"""While the portal runs: nobody who books waits for this."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("seminars", "0008_where_a_booking_went")]
    operations = [ValidateConstraint("booking", "moved_away_is_cancelled")]

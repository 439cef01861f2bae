"""Every minute the timetable asks who still waits or asked for an event that begins: among a million bookings a handful."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "0003_seats_within_the_event")]
    operations = [
        migrations.RemoveIndex("booking", "booking_waiting"),
        migrations.AddIndex(
            "booking",
            models.Index(
                fields=["event", "number"],
                condition=models.Q(state__in=("requested", "waiting")),
                name="booking_undecided",
            ),
        ),
    ]

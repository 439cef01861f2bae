"""A lead holds seats for the team, some of them without a name yet; a colleague takes over a seat.

The function behind the triggers of 0003 learns of the second: who takes over a seat keeps its number, also where staff lowered the
limit below it. Rows that are there are checked by the next migration, while the portal runs.
"""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION seminars_seat_within_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {also}NEW.seat_number > (SELECT seats FROM seminars_event WHERE id = NEW.event_id) THEN
        RAISE EXCEPTION 'seat % lies beyond the seats of event %', NEW.seat_number, NEW.event_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_seat_within_seats', TABLE = 'seminars_booking';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0004_index_who_waits_or_asked"),
        ("teams", "0005_teams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "booking",
            "team",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="teams.team",
                verbose_name="Team",
            ),
        ),
        migrations.AddField("booking", "unnamed_until", models.DateTimeField("zu benennen bis", editable=False, null=True)),
        migrations.AddField("booking", "name_asked_at", models.DateTimeField("an den Namen erinnert", editable=False, null=True)),
        migrations.AddField("booking", "handed_over_at", models.DateTimeField("weitergegeben", editable=False, null=True)),
        migrations.AddField(
            "booking",
            "stands_in_for",
            models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_over",
                to="seminars.booking",
                verbose_name="Vertretung für",
            ),
        ),
        migrations.AlterField(
            "booking",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Person",
            ),
        ),
        AddConstraintNotValid(
            "booking",
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, unnamed_until=None)
                | models.Q(
                    person=None,
                    team__isnull=False,
                    unnamed_until__isnull=False,
                    state__in=("booked", "cancelled", "expired"),
                ),
                name="without_a_name_only_a_seat_of_a_team",
            ),
        ),
        AddConstraintNotValid(
            "booking",
            models.CheckConstraint(
                condition=models.Q(handed_over_at=None) | models.Q(state="cancelled"), name="handed_over_is_cancelled"
            ),
        ),
        migrations.AddConstraint(
            "booking",
            models.UniqueConstraint(
                fields=["stands_in_for"], condition=models.Q(stands_in_for__isnull=False), name="one_takes_over_a_seat"
            ),
        ),
        migrations.RunSQL(FUNCTION.format(also="NEW.stands_in_for_id IS NULL AND "), FUNCTION.format(also="")),
    ]

"""A seat number given anew must lie within the event's seats: a forgotten path fails instead of overselling.

Lowering the limit below what is taken stays possible, because numbers given before are not looked at again.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION seminars_seat_within_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seat_number > (SELECT seats FROM seminars_event WHERE id = NEW.event_id) THEN
        RAISE EXCEPTION 'seat % lies beyond the seats of event %', NEW.seat_number, NEW.event_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminars_seat_within_seats', TABLE = 'seminars_booking';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER seminars_seat_within_seats_new BEFORE INSERT ON seminars_booking
    FOR EACH ROW WHEN (NEW.seat_number IS NOT NULL) EXECUTE FUNCTION seminars_seat_within_seats();
CREATE TRIGGER seminars_seat_within_seats BEFORE UPDATE OF seat_number, event_id ON seminars_booking
    FOR EACH ROW WHEN (NEW.seat_number IS NOT NULL
        AND (NEW.seat_number IS DISTINCT FROM OLD.seat_number OR NEW.event_id <> OLD.event_id))
    EXECUTE FUNCTION seminars_seat_within_seats();
"""

BACK = """
DROP TRIGGER seminars_seat_within_seats ON seminars_booking;
DROP TRIGGER seminars_seat_within_seats_new ON seminars_booking;
DROP FUNCTION seminars_seat_within_seats();
"""


class Migration(migrations.Migration):
    dependencies = [("seminars", "0002_bookings_of_people")]
    operations = [migrations.RunSQL(FORWARD, BACK)]

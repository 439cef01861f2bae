"""Events and bookings as calendar entries, read back by a strict reader."""

from datetime import date, datetime, timedelta

import pytest

from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from seminars import actions
from seminars.actions import Span
from seminars.entries import booking_file, event_file
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory
from tests.strict_ical import read

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN)
TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def on_a_sunday(clock_at):
    clock_at(SUNDAY)


def the_entry(content):
    (event,) = read(content).all("VEVENT")
    return event


def span_of(content):
    calendar = read(content)
    (zone,), (event,) = calendar.all("VTIMEZONE"), calendar.all("VEVENT")
    return event.moment("DTSTART", zone), event.moment("DTEND", zone)


def invitation(booking):
    return (
        Letter.objects.exclude(calendar_content="").filter(recipient=booking.person.email).latest("pk").calendar_content.encode()
    )


def days(*spans):
    return [Span(start, start + length) for start, length in spans]


# --- What stands in a file -------------------------------------------------------------------------------


def test_the_file_of_a_booking_is_the_entry_of_its_letter():
    booking = BookingFactory(event=EventFactory(starts_at=TUESDAY, join_link="https://konferenz.example/geheim"))

    file, letter = the_entry(booking_file(booking)), the_entry(invitation(booking))

    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "STATUS", "DTSTAMP"):
        assert file.one(name).value == letter.one(name).value
    assert file.one("UID").text == booking.event.uid
    assert file.one("URL").value == f"http://testserver/meine-termine/{booking.reference}/"


def test_two_downloads_are_equal_to_the_byte(clock_at):
    booking = BookingFactory()
    before = booking_file(booking), event_file(booking.event)

    clock_at(SUNDAY + timedelta(days=1))

    assert (booking_file(booking), event_file(booking.event)) == before


def test_no_file_gives_away_the_conference_or_another_name():
    event = EventFactory(hybrid=True, join_link="https://konferenz.example/geheim", speakers="Dr. Ada Beispiel")
    booking = BookingFactory(event=event, person=PersonFactory(first_name="Miriam", last_name="Mitglied"))

    for content in (booking_file(booking), event_file(event), invitation(booking)):
        assert b"konferenz.example" not in content and b"Ada" not in content
    assert b"Miriam" not in booking_file(booking) + event_file(event)
    assert b"Miriam" in invitation(booking)


def test_who_waits_sees_it_without_being_kept_from_other_dates():
    waiting = BookingFactory(event=EventFactory(full=True))

    entry = the_entry(booking_file(waiting))

    assert (entry.one("STATUS").value, entry.one("TRANSP").value) == ("TENTATIVE", "TRANSPARENT")


def test_a_cancelled_event_says_so_in_its_file():
    entry = the_entry(event_file(EventFactory(cancelled=True)))

    assert (entry.one("STATUS").value, entry.one("TRANSP").value) == ("CANCELLED", "TRANSPARENT")


def test_the_public_file_never_counts_as_newer_than_an_invitation():
    event = EventFactory(onsite=True)
    actions.change_event(event=event, changes={"venue": "Rathaus"})
    event.refresh_from_db()

    public, mine = the_entry(event_file(event)), the_entry(booking_file(BookingFactory(event=event)))

    assert public.one("UID").text == mine.one("UID").text
    assert int(public.one("SEQUENCE").value) <= int(mine.one("SEQUENCE").value)


def test_a_seminar_over_two_days_keeps_both_days_free_and_lists_them():
    event = EventFactory(days=days((TUESDAY, timedelta(hours=6)), (TUESDAY + timedelta(days=1), timedelta(hours=3))))

    entry = the_entry(event_file(event))

    assert span_of(event_file(event)) == (TUESDAY, TUESDAY + timedelta(days=1, hours=3))
    assert entry.one("TRANSP").value == "OPAQUE"
    assert entry.one("DESCRIPTION").text.splitlines()[1:] == [
        "Dienstag, 8. Dezember 2026, 10:00 bis 16:00 Uhr",
        "Mittwoch, 9. Dezember 2026, 10:00 bis 13:00 Uhr",
    ]


def test_a_seminar_in_two_weeks_does_not_block_the_days_between():
    event = EventFactory(days=days((TUESDAY, timedelta(hours=3)), (TUESDAY + timedelta(days=7), timedelta(hours=3))))

    assert the_entry(event_file(event)).one("TRANSP").value == "TRANSPARENT"


# --- The change of clocks ----------------------------------------------------------------------------------

CHANGES = [datetime(2027, 3, 28, 10, 0, tzinfo=BERLIN), datetime(2027, 10, 31, 10, 0, tzinfo=BERLIN)]


@pytest.mark.parametrize("starts_at", CHANGES)
def test_an_event_on_the_day_of_the_change_keeps_its_wall_time(starts_at, clock_at):
    clock_at(starts_at - timedelta(days=30))
    booking = BookingFactory(event=EventFactory(starts_at=starts_at))

    assert span_of(invitation(booking)) == (starts_at, starts_at + timedelta(minutes=90))
    assert the_entry(invitation(booking)).one("DTSTART").value == f"{starts_at:%Y%m%d}T100000"
    assert "10:00 bis 11:30 Uhr" in Letter.objects.get(recipient=booking.person.email).text


@pytest.mark.parametrize("change", CHANGES)
def test_a_series_across_the_change_stays_at_ten_and_each_has_its_own_uid(change, clock_at):
    clock_at(change - timedelta(days=60))
    first = EventFactory(starts_at=change - timedelta(days=7))
    dates = [date(change.year, change.month, change.day) + timedelta(weeks=week) for week in (0, 1)]

    events = [first, *actions.create_series(event=first, dates=dates)]

    entries = [the_entry(event_file(event)) for event in events]
    assert [entry.one("DTSTART").value[8:] for entry in entries] == ["T100000"] * 3
    assert [span_of(event_file(event))[0] for event in events] == [event.starts_at for event in events]
    assert len({entry.one("UID").text for entry in entries}) == 3
    assert all("RRULE" not in entry.properties for entry in entries)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("days_after", [0, 1, 3])
def test_reminders_leave_at_nine_by_the_wall_clock(change, days_after, clock_at):
    clock_at(change - timedelta(days=30))
    booking = BookingFactory(event=EventFactory(starts_at=wall(change, days_after, 10)))
    booked = Letter.objects.count()

    for days_before, letters in ((7, 1), (1, 2)):
        clock_at(wall(change, days_after - days_before, 9) - timedelta(minutes=1))
        actions.remind_of_events()
        assert Letter.objects.count() - booked == letters - 1
        clock_at(wall(change, days_after - days_before, 9))
        actions.remind_of_events()
        actions.remind_of_events()
        assert Letter.objects.count() - booked == letters
    assert Letter.objects.filter(recipient=booking.person.email, kind="reminder").count() == 2


def wall(day, days_later, hour):
    """That hour by the wall clock, so many days later: dates are counted, not hours."""
    return datetime.combine(day.date() + timedelta(days=days_later), day.time().replace(hour=hour), tzinfo=BERLIN)

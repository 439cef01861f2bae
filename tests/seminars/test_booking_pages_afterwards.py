"""After booking: what the page of a booking says, and who may see it."""

import pytest

from seminars.actions import cancel_event, record_attendance
from seminars.choices import State
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import berlin
from tests.seminars.own_bookings import do, page_of
from tests.seminars.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_the_confirmation_says_number_facts_and_what_comes_next(me, booking, member):
    words = words_of(page_of(me, booking))

    assert f"Ihr Platz ist gebucht Buchungsnummer {booking.reference}" in words
    assert f"Die Bestätigung und alles Weitere schicken wir an {member.email} ." in words
    assert "Wann Dienstag, 8. Dezember 2026, 10:00 bis 11:30 Uhr" in words
    assert "Den Zugang zur Videokonferenz finden Sie ab Montag, 7. Dezember 2026 hier auf dieser Seite." in words
    assert "Wir erinnern Sie per E-Mail am 1. Dezember und am 7. Dezember." in words
    assert "Bitte stornieren Sie bis Sonntag, 6. Dezember 2026, 10:00 Uhr. Dann kann jemand anderes den Platz nutzen." in words
    for deed in ("In den Kalender übernehmen", "Angaben ändern", "Stornieren"):
        assert deed in words


def test_own_answers_are_shown(me, member):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10))
    booking = BookingFactory(event=event, person=member)
    do(me, booking, "angaben", needs=["dgs", "schrift"], message="Zeile 1\nZeile 2 <b>")

    page = page_of(me, booking)

    assert "Sie brauchen Gebärdensprachdolmetschung, Schriftdolmetschung" in words_of(page)
    assert "Zeile 1<br>Zeile 2 &lt;b&gt;" in page.content.decode()


def test_reminders_already_due_are_not_promised(me, member, clock_at):
    clock_at(berlin(2026, 12, 2, 9))
    booking = BookingFactory(event=EventFactory(starts_at=berlin(2026, 12, 8, 10)), person=member)
    assert "Wir erinnern Sie per E-Mail am 7. Dezember." in words_of(page_of(me, booking))

    clock_at(berlin(2026, 12, 7, 9, 1))
    assert "Wir erinnern Sie" not in words_of(page_of(me, booking))


def test_a_late_cancellation_is_named_as_such_before_it_happens(me, booking, clock_at):
    clock_at(berlin(2026, 12, 6, 10, 1))

    assert "Stornieren Sie trotzdem: Der Platz hilft vielleicht noch jemandem." in words_of(page_of(me, booking))
    assert "Die Stornofrist ist vorbei Sie lief bis Sonntag, 6. Dezember 2026, 10:00 Uhr." in words_of(
        page_of(me, booking, "stornieren/")
    )


def test_the_way_into_the_conference_opens_on_the_day_before_in_berlin(me, event, booking, clock_at):
    event.join_link = "https://konferenz.example/raum-7"
    event.save()

    clock_at(berlin(2026, 12, 6, 23, 59))
    assert "konferenz.example" not in page_of(me, booking).content.decode()

    clock_at(berlin(2026, 12, 7, 0, 0))
    assert 'href="https://konferenz.example/raum-7"' in page_of(me, booking).content.decode()

    clock_at(berlin(2026, 12, 8, 11, 31))
    assert "konferenz.example" not in page_of(me, booking).content.decode()


def test_a_way_in_that_is_missing_on_the_day_before_says_whom_to_ask(me, booking, clock_at):
    clock_at(berlin(2026, 12, 7, 12))

    assert "Der Zugang ist noch nicht eingetragen." in words_of(page_of(me, booking))


def test_no_link_leads_to_an_event_that_is_hidden_again(me, booking):
    booking.event.published_at = None
    booking.event.save()

    page = page_of(me, booking)

    assert "Richtig heizen" in words_of(page)
    assert booking.event.get_absolute_url() not in page.content.decode()


def test_an_event_called_off_says_so(me, booking):
    cancel_event(event=booking.event, reason="Die Referentin ist erkrankt.")

    page = page_of(me, booking)

    assert "Dieser Termin ist abgesagt Die Referentin ist erkrankt." in words_of(page)
    assert "stornieren/" not in page.content.decode()


@pytest.mark.parametrize(
    ("attended", "headline"),
    [(True, "Sie haben teilgenommen"), (False, "Sie haben nicht teilgenommen"), (None, "Dieser Termin ist vorbei")],
)
def test_afterwards_the_page_says_how_it_went(me, booking, clock_at, attended, headline):
    clock_at(berlin(2026, 12, 9, 10))
    if attended is not None:
        record_attendance(booking=booking, attended=attended)

    page = page_of(me, booking)

    assert headline in words_of(page)
    assert [deed for deed in ("stornieren/", "angaben/", "umbuchen/") if deed in page.content.decode()] == []


@pytest.mark.parametrize("deed", ["", "termin.ics", "stornieren/", "angaben/", "umbuchen/"])
def test_anothers_booking_is_not_there_not_even_for_staff(booking, stranger, staff, logged_in, deed):
    assert [page_of(logged_in(person), booking, deed).status_code for person in (stranger, staff)] == [404, 404]


def test_nobody_acts_on_anothers_booking(booking, stranger, logged_in):
    client = logged_in(stranger)

    assert [do(client, booking, deed).status_code for deed in ("annehmen", "stornieren", "angaben", "umbuchen")] == [404] * 4
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_a_visitor_is_asked_to_log_in(booking, client):
    assert page_of(client, booking)["Location"] == f"/konto/anmelden/?next={booking.get_absolute_url()}"


def test_the_own_date_can_be_taken_into_a_calendar(me, booking):
    file = page_of(me, booking, "termin.ics")

    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"Buchungsnummer: {booking.reference}" in file.content.decode().replace("\r\n ", "")

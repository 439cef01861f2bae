"""What people are told who leave, are moved, or whose event is called off."""

from datetime import datetime, timedelta

import pytest

from missione.shared.clock import BERLIN
from seminars import actions, mails
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import TUESDAY
from tests.seminars.post import booking_to_approve, last_letter_to, lines, webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_who_cancels_is_thanked_and_the_entry_goes():
    booking = BookingFactory(event=webinar())

    actions.cancel_booking(booking=booking, by=booking.person)

    letter = last_letter_to(booking.person)
    assert letter.subject == "Ihre Buchung ist storniert: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert (letter.calendar_method, letter.calendar_sequence) == ("CANCEL", 1)
    assert "Stornofrist" not in letter.text


def test_who_cancels_late_is_told_kindly(clock_at):
    booking = BookingFactory(event=webinar())
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))

    actions.cancel_booking(booking=booking, by=booking.person)

    letter = last_letter_to(booking.person)
    assert "Die Stornofrist ging bis Sonntag, 6. Dezember 2026, 10:00 Uhr. Das kann vorkommen." in lines(letter)


def test_who_leaves_the_waiting_list_had_no_entry_to_take_back():
    event = webinar(full=True)
    waiting = BookingFactory(event=event)

    actions.cancel_booking(booking=waiting, by=waiting.person)

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Sie haben die Warteliste verlassen: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert letter.calendar_method == ""


@pytest.mark.parametrize(
    ("by_staff", "said"), [(False, "Sie sind umgebucht"), (True, "Karla Kampagne vom Kampagnenteam hat Sie umgebucht")]
)
def test_who_is_moved_reads_of_both_dates_and_the_old_entry_goes(staff, by_staff, said):
    old = BookingFactory(event=webinar())
    new_event = EventFactory(offer=old.event.offer, starts_at=TUESDAY + timedelta(days=7))
    actions.cancel_booking(booking=old, by=old.person)
    old.refresh_from_db()
    by = staff if by_staff else old.person
    new = actions.enter_by_hand(event=new_event, person=old.person, by=by)

    mails.booking_moved(old, new)

    letter = last_letter_to(old.person)
    assert letter.subject == "Sie sind umgebucht: Kompakt-Webinar Strom am 15. Dezember 2026"
    assert f"{said}: Kompakt-Webinar Strom am 15. Dezember 2026." in lines(letter)
    assert "Ihr bisheriger Platz am 8. Dezember 2026 ist damit frei geworden." in lines(letter)
    assert f"http://testserver/meine-termine/{new.reference}/" in lines(letter)
    assert (letter.calendar_method, letter.calendar_uid, letter.calendar_sequence) == ("CANCEL", old.event.uid, old.sequence)
    assert letter.key == f"booking:{old.pk}:moved:{old.sequence}"


def test_who_withdraws_a_request_reads_so():
    asked = booking_to_approve()

    actions.cancel_booking(booking=asked, by=asked.person)

    assert last_letter_to(asked.person).subject.startswith("Ihre Anfrage ist zurückgezogen: ")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Buchung ansehen oder stornieren:"),
        ({"full": True}, "Buchung ansehen oder Warteliste verlassen:"),
        ({"offer__needs_approval": True}, "Anfrage ansehen oder zurückziehen:"),
    ],
)
def test_the_way_out_is_called_as_on_the_page(facts, words):
    assert words in lines(last_letter_to(BookingFactory(event=EventFactory(starts_at=TUESDAY, **facts)).person))


def test_whom_staff_cancel_reads_why(staff):
    booking = BookingFactory(event=webinar())

    actions.cancel_booking(booking=booking, by=staff, reason="Doppelt angemeldet.")

    letter = last_letter_to(booking.person)
    assert letter.subject == "Ihre Buchung wurde storniert: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert "Grund: Doppelt angemeldet." in lines(letter)
    assert letter.calendar_method == "CANCEL"


def test_a_cancelled_event_tells_everybody_and_clears_only_the_calendars_that_had_it():
    event = webinar(full=True)
    waiting = BookingFactory(event=event)
    holder = event.bookings.holding_a_seat().get()

    actions.cancel_event(event=event, reason="Die Leitung ist erkrankt.")

    to_holder, to_waiting = last_letter_to(holder.person), last_letter_to(waiting.person)
    assert to_holder.subject == to_waiting.subject == "Abgesagt: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert "Grund: Die Leitung ist erkrankt." in lines(to_holder)
    assert (to_holder.calendar_method, to_waiting.calendar_method) == ("CANCEL", "")

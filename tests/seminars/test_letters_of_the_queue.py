"""What people are told who wait: of their place, of a seat that came, of the end."""

from datetime import datetime, timedelta

import pytest

from missione.shared.clock import BERLIN
from seminars import actions, mails
from tests.factories.seminars import BookingFactory
from tests.seminars.days import TUESDAY
from tests.seminars.post import booking_to_approve, free_the_seat, last_letter_to, lines, webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_who_waits_reads_the_place_in_the_queue():
    event = webinar(full=True)
    BookingFactory(event=event)
    second = BookingFactory(event=event)

    letter = last_letter_to(second.person)

    assert letter.subject == "Sie stehen auf der Warteliste: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert "Sie stehen auf der Warteliste an Stelle 2." in letter.text
    assert letter.calendar_method == ""


@pytest.mark.parametrize(
    ("hours_before", "promise"),
    [
        (49, "Wird bis zwei Tage vor dem Beginn ein Platz frei, rücken Sie der Reihe nach auf und bekommen sofort eine E-Mail."),
        (47, "Wird ein Platz frei, bieten wir ihn der Reihe nach an und nennen eine Frist zum Annehmen."),
        (3, "In den letzten vier Stunden vor Beginn rückt niemand mehr von selbst nach; das Kampagnenteam entscheidet."),
    ],
)
def test_who_waits_is_promised_what_can_still_happen(clock_at, hours_before, promise):
    event = webinar(full=True)
    clock_at(TUESDAY - timedelta(hours=hours_before))

    said = lines(last_letter_to(BookingFactory(event=event).person))

    assert "zurzeit sind alle Plätze vergeben. Sie stehen auf der Warteliste an Stelle 1." in said
    assert promise in said
    assert len([line for line in said if "Platz frei" in line]) == (hours_before > 4)


def test_who_waits_beside_a_free_seat_is_not_told_that_all_are_taken(clock_at):
    event = webinar(full=True)
    BookingFactory(event=event)
    clock_at(TUESDAY - timedelta(hours=3))
    free_the_seat(event)
    event.refresh_from_db()

    said = lines(last_letter_to(BookingFactory(event=event).person))

    assert "für diesen Termin warten schon andere. Sie stehen auf der Warteliste an Stelle 2." in said


def test_who_still_waits_at_the_start_is_told():
    waiting = BookingFactory(event=webinar(full=True))

    mails.waiting_list_closed(waiting)

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Die Warteliste ist geschlossen: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert "dieser Termin beginnt, und die Warteliste ist geschlossen. Leider sind Sie nicht nachgerückt." in lines(letter)
    assert "http://testserver/seminare/strom/" in lines(letter)


def test_whose_request_nobody_answered_is_told():
    asked = booking_to_approve()

    mails.request_expired(asked)

    letter = last_letter_to(asked.person)
    assert letter.subject.startswith("Keine Zusage bis zum Beginn: ")
    assert "dieser Termin beginnt, und wir haben über Ihre Anfrage nicht entschieden. Das tut uns leid." in lines(letter)
    assert "Warteliste" not in letter.text


def test_who_moves_up_gets_the_seat_the_entry_and_a_way_out():
    event = webinar(full=True)
    waiting = BookingFactory(event=event)

    free_the_seat(event)

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Sie sind nachgerückt, Ihr Platz ist gebucht: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert (letter.calendar_method, letter.calendar_sequence) == ("REQUEST", 0)
    assert f"http://testserver/meine-termine/{waiting.reference}/" in lines(letter)
    assert "Dann stornieren Sie bitte gleich, damit jemand anderes den Platz nutzen kann." in letter.text


def test_an_offered_seat_names_its_deadline_by_the_clock(clock_at):
    event = webinar(full=True)
    waiting = BookingFactory(event=event)
    clock_at(datetime(2026, 12, 7, 6, 0, tzinfo=BERLIN))

    free_the_seat(event)

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Ein Platz für Sie, bitte bis Mo, 7. Dezember 2026, 18:00 Uhr annehmen: Kompakt-Webinar Strom"
    assert "Montag, 7. Dezember 2026, 18:00 Uhr." in lines(letter)
    assert f"http://testserver/meine-termine/{waiting.reference}/" in lines(letter)
    assert letter.not_after == actions_deadline(waiting)
    assert letter.calendar_method == ""


def test_who_lets_the_deadline_pass_is_told(clock_at):
    event = webinar(full=True)
    waiting = BookingFactory(event=event)
    clock_at(datetime(2026, 12, 7, 6, 0, tzinfo=BERLIN))
    free_the_seat(event)
    clock_at(datetime(2026, 12, 7, 18, 1, tzinfo=BERLIN))

    actions.expire_offers()

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Die Frist ist vorbei: Kompakt-Webinar Strom am 8. Dezember 2026"
    assert "nächste Person" not in letter.text
    assert "http://testserver/seminare/strom/" in lines(letter)
    assert letter.calendar_method == ""


def actions_deadline(booking):
    booking.refresh_from_db()
    return booking.offered_until

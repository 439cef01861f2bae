"""What people are told when something changes, and before it begins."""

from datetime import datetime, timedelta

import pytest

from missione.shared.clock import BERLIN
from seminars import actions
from seminars.actions import Span
from tests.factories.seminars import BookingFactory
from tests.seminars.days import TUESDAY
from tests.seminars.post import last_letter_to, letters_to, lines, webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_a_moved_event_shows_before_and_now():
    booking = BookingFactory(event=webinar())

    actions.change_event(event=booking.event, days=[Span(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=1, hours=2))])

    letter = last_letter_to(booking.person)
    assert letter.key == f"booking:{booking.pk}:event_changed:2"
    assert letter.subject == "Neuer Zeitpunkt: Kompakt-Webinar Strom am 9. Dezember 2026"
    said = lines(letter)
    assert said[said.index("Wann, bisher:") + 1] == "Dienstag, 8. Dezember 2026, 10:00 bis 11:30 Uhr"
    assert said[said.index("Wann, neu:") + 1] == "Mittwoch, 9. Dezember 2026, 10:00 bis 12:00 Uhr"
    assert "Wo, neu:" not in said
    assert (letter.calendar_method, letter.calendar_sequence) == ("REQUEST", 1)
    assert "Mittwoch, 9. Dezember 2026, 10:00 bis 12:00 Uhr" in letter.html


def test_a_new_place_is_told_to_who_waits_without_an_entry():
    event = webinar(full=True, onsite=True)
    waiting = BookingFactory(event=event)

    actions.change_event(event=event, changes={"venue": "Rathaus"})

    letter = last_letter_to(waiting.person)
    assert letter.subject == "Neuer Ort: Kompakt-Webinar Strom am 8. Dezember 2026"
    said = lines(letter)
    assert said[said.index("Wo, bisher:") + 1] == "Haus der Technik, Hauptstraße 1, 45127 Essen"
    assert said[said.index("Wo, neu:") + 1] == "Rathaus, Hauptstraße 1, 45127 Essen"
    assert letter.calendar_method == ""


def test_a_change_nobody_can_see_is_no_letter():
    booking = BookingFactory(event=webinar())

    actions.change_event(event=booking.event, changes={"venue": "Studio 2"})

    assert len(letters_to(booking.person)) == 1


def test_the_reminder_a_week_ahead_keeps_the_way_in_for_the_last_day(clock_at):
    booking = BookingFactory(event=webinar(join_link="https://konferenz.example/abc"))
    clock_at(datetime(2026, 12, 1, 9, 0, tzinfo=BERLIN))

    actions.remind_of_events()

    letter = last_letter_to(booking.person)
    assert letter.subject == "Erinnerung: Kompakt-Webinar Strom am 8. Dezember 2026, 10:00 Uhr"
    assert letter.key == f"booking:{booking.pk}:reminder:7:1"
    assert letter.not_after == TUESDAY
    assert letter.calendar_method == ""
    assert "konferenz.example" not in letter.text + letter.html


def test_the_reminder_of_the_day_before_shows_the_way_in(clock_at):
    booking = BookingFactory(event=webinar(join_link="https://konferenz.example/abc"))
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))

    actions.remind_of_events()

    letter = last_letter_to(booking.person)
    assert "https://konferenz.example/abc" in lines(letter)
    assert 'href="https://konferenz.example/abc"' in letter.html


def test_the_reminder_of_a_seminar_in_a_house_says_where(clock_at):
    booking = BookingFactory(
        event=webinar(onsite=True, access_note="Stufenlos über den Hof.", join_link="https://konferenz.example/abc")
    )
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))

    actions.remind_of_events()

    letter = last_letter_to(booking.person)
    assert "Wo:     Haus der Technik, Hauptstraße 1, 45127 Essen" in lines(letter)
    assert "Barrierefreiheit vor Ort: Stufenlos über den Hof." in lines(letter)
    assert "konferenz.example" not in letter.text + letter.html


def test_the_way_in_is_told_without_saying_that_there_was_another(clock_at):
    booking = BookingFactory(event=webinar())
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))

    actions.change_event(event=booking.event, changes={"join_link": "https://konferenz.example/erster"})

    letter = last_letter_to(booking.person)
    assert letter.subject == "Ihr Zugang zur Videokonferenz: Kompakt-Webinar Strom am 8. Dezember 2026, 10:00 Uhr"
    assert "https://konferenz.example/erster" in lines(letter)
    assert "geändert" not in letter.text

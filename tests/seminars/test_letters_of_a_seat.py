"""What people are told who get a seat, or asked for one."""

from datetime import timedelta

import pytest

from seminars import actions
from seminars.actions import Answers, Span
from seminars.choices import TakingPart
from tests.factories.seminars import BookingFactory
from tests.factories.teams import PersonFactory
from tests.seminars.days import TUESDAY
from tests.seminars.post import booking_to_approve, last_letter_to, letters_to, lines, webinar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


def test_who_books_gets_a_letter_with_all_that_matters():
    booking = BookingFactory(event=webinar(), person=PersonFactory(first_name="Miriam", last_name="Mitglied"))

    (letter,) = letters_to(booking.person)

    assert letter.key == f"booking:{booking.pk}:confirmed:0"
    assert letter.subject == "Ihr Platz ist gebucht: Kompakt-Webinar Strom am 8. Dezember 2026"
    said = lines(letter)
    assert said[0] == "Guten Tag Miriam Mitglied,"
    assert said[1] == "Ihr Platz ist gebucht."
    assert "Wann:   Dienstag, 8. Dezember 2026, 10:00 bis 11:30 Uhr" in said
    assert "Wo:     Online, per Videokonferenz" in said
    assert f"Buchungsnummer: {booking.reference}" in said
    assert f"http://testserver/meine-termine/{booking.reference}/" in said
    assert "bis Sonntag, 6. Dezember 2026, 10:00 Uhr" in letter.text
    assert (letter.calendar_method, letter.calendar_uid, letter.calendar_sequence) == ("REQUEST", booking.event.uid, 0)


def test_text_and_html_say_the_same_and_the_html_escapes():
    booking = BookingFactory(event=webinar(subtitle="für <b>Ämter</b> & O'Neill"))

    letter = last_letter_to(booking.person)

    assert "Termin: Kompakt-Webinar Strom, für <b>Ämter</b> & O'Neill" in lines(letter)
    assert "für &lt;b&gt;Ämter&lt;/b&gt; &amp; O&#x27;Neill" in letter.html
    assert "Dienstag, 8. Dezember 2026, 10:00 bis 11:30 Uhr" in letter.html
    assert f'href="http://testserver/meine-termine/{booking.reference}/"' in letter.html
    assert booking.reference in letter.html


def test_every_day_of_a_long_seminar_stands_on_a_line():
    days = [Span(TUESDAY, TUESDAY + timedelta(hours=6)), Span(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=1, hours=3))]
    booking = BookingFactory(event=webinar(days=days))

    letter = last_letter_to(booking.person)

    assert letter.subject == "Ihr Platz ist gebucht: Kompakt-Webinar Strom vom 8. bis 9. Dezember 2026"
    said = lines(letter)
    first = said.index("Wann:   Dienstag, 8. Dezember 2026, 10:00 bis 16:00 Uhr")
    assert said[first + 1] == "Mittwoch, 9. Dezember 2026, 10:00 bis 13:00 Uhr"


def test_a_hybrid_event_names_the_place_this_person_chose():
    event = webinar(hybrid=True)
    at_home = BookingFactory(event=event, answers=Answers(taking_part=TakingPart.ONLINE))
    in_the_house = BookingFactory(event=event, answers=Answers(taking_part=TakingPart.ONSITE))

    assert "Wo:     Online, per Videokonferenz" in lines(last_letter_to(at_home.person))
    assert "Wo:     Haus der Technik, Hauptstraße 1, 45127 Essen" in lines(last_letter_to(in_the_house.person))
    assert "Zugang zur Videokonferenz" not in last_letter_to(in_the_house.person).text


def test_who_is_entered_by_the_campaign_team_reads_by_whom(staff):
    person = PersonFactory()

    actions.enter_by_hand(event=webinar(), person=person, by=staff)

    assert "Ihr Platz ist gebucht. Eingetragen hat Sie Karla Kampagne." in lines(last_letter_to(person))


def test_a_request_is_answered_and_decided(staff):
    asked = booking_to_approve()
    letter = last_letter_to(asked.person)
    assert letter.subject.startswith("Ihre Anfrage ist angekommen: ")
    assert letter.calendar_method == ""

    actions.decline_request(booking=asked, by=staff, reason="Das Seminar ist für Teams gedacht.")

    letter = last_letter_to(asked.person)
    assert letter.subject.startswith("Leider keine Zusage: ")
    assert "Auf Ihre Anfrage können wir Ihnen leider keinen Platz zusagen." in lines(letter)
    assert "Grund: Das Seminar ist für Teams gedacht." in lines(letter)
    assert letter.calendar_method == ""

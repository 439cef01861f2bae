"""What people are told about their bookings."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from missione.shared import clock
from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from seminars import actions, mails
from seminars.actions import Answers, Span
from seminars.choices import TakingPart
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN)
TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def on_a_sunday(clock_at):
    clock_at(SUNDAY)


def webinar(**fields):
    return EventFactory(offer=OfferFactory(title="Kompakt-Webinar Strom", slug="strom"), starts_at=TUESDAY, **fields)


def letters_to(person):
    return list(Letter.objects.filter(recipient=person.email).order_by("pk"))


def last_letter_to(person):
    return letters_to(person)[-1]


def lines(letter):
    return [line.strip() for line in letter.text.splitlines() if line.strip()]


# --- A seat ------------------------------------------------------------------------------------------------


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


def booking_to_approve():
    return BookingFactory(event=EventFactory(offer__needs_approval=True, starts_at=TUESDAY))


# --- The waiting list --------------------------------------------------------------------------------------


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


def free_the_seat(event):
    (holder,) = event.bookings.holding_a_seat()
    actions.cancel_booking(booking=holder, by=holder.person)


def actions_deadline(booking):
    booking.refresh_from_db()
    return booking.offered_until


# --- Leaving -----------------------------------------------------------------------------------------------


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


# --- Changes and reminders -----------------------------------------------------------------------------------


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


# --- All of them ---------------------------------------------------------------------------------------------


SAID_TO_FRIENDS = re.compile(r"\b(du|dir|dich|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?)\b", re.IGNORECASE)
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_every_letter_names_the_booking_and_leaves_no_gap(clock_at, staff):
    tell_the_whole_story(clock_at, staff)

    letters = list(Letter.objects.all())
    trios = {path.stem for path in (TEMPLATES / "seminars/mail").glob("[!_]*.html")}
    assert {letter.kind for letter in letters} == trios == set(mails.KINDS)
    for letter in letters:
        assert "Buchungsnummer: ME-" in letter.text and "Buchungsnummer" in letter.html, letter.kind
        assert not SAID_TO_FRIENDS.search(letter.text), letter.kind
        assert "{" not in letter.text + letter.html.split("</style>")[-1], letter.kind
        assert "kampagnenteam@missione.example" in letter.text, letter.kind
        assert letter.subject.strip() == letter.subject and 20 < len(letter.subject) < 120, letter.kind


@pytest.mark.parametrize("sentence", ["Hast du Zeit?", "Wir freuen uns auf dich!", "Deine Buchung", "für euch.", "(deinem)"])
def test_who_is_called_by_the_first_name_is_found(sentence):
    assert SAID_TO_FRIENDS.search(sentence)


@pytest.mark.parametrize("folder", ["seminars/mail", "account/email", "mail"])
def test_letters_say_sie(folder):
    written = [path for path in (TEMPLATES / folder).iterdir() if path.suffix in (".txt", ".html")]

    assert written
    assert [path.name for path in written if SAID_TO_FRIENDS.search(path.read_text())] == []


def tell_the_whole_story(clock_at, staff):
    actions.decline_request(booking=booking_to_approve(), by=staff, reason="Für Teams.")
    event = webinar(full=True)
    BookingFactory(event=event), BookingFactory(event=event), BookingFactory(event=event)
    free_the_seat(event)
    actions.change_event(event=event, changes={"mode": "vor-ort", "venue": "Rathaus"})
    clock_at(datetime(2026, 12, 7, 9, 0, tzinfo=BERLIN))
    actions.remind_of_events()
    free_the_seat(event)
    clock_at(datetime(2026, 12, 7, 22, 0, tzinfo=BERLIN))
    actions.expire_offers()
    actions.cancel_booking(booking=event.bookings.holding_a_seat().get(), by=staff)
    actions.cancel_event(event=BookingFactory().event, reason="Krank.")
    tell_what_the_clock_and_the_staff_bring()


def tell_what_the_clock_and_the_staff_bring():
    mails.request_expired(booking_to_approve())
    mails.waiting_list_closed(BookingFactory(event=EventFactory(full=True)))
    online = BookingFactory(event=EventFactory(starts_at=clock.now() + timedelta(hours=6)))
    actions.change_event(event=online.event, changes={"join_link": "https://konferenz.example/neu"})
    mails.booking_moved(online, BookingFactory(person=online.person))

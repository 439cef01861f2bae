"""After booking: what the page of a booking says in each state, and what can still be done."""

from datetime import datetime, timedelta

import pytest

from missione.shared import clock
from missione.shared.models import Letter
from seminars.actions import (
    book_seat,
    cancel_booking,
    cancel_event,
    close_waiting_lists,
    decline_request,
    expire_offers,
    record_attendance,
)
from seminars.choices import State
from seminars.models import Booking
from seminars.standing import headline_of
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory
from tests.seminars.reading import chosen_in, titles_of, words_of

pytestmark = pytest.mark.django_db


def berlin(*moment):
    return datetime(*moment, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def now(clock_at):
    clock_at(berlin(2026, 11, 22, 9))


@pytest.fixture
def me(member, logged_in):
    return logged_in(member)


@pytest.fixture
def event():
    return EventFactory(starts_at=berlin(2026, 12, 8, 10), offer__title="Richtig heizen")


@pytest.fixture
def booking(event, member):
    return BookingFactory(event=event, person=member)


def waiting_for(event, member):
    """The booked person of a full event, and the member waiting behind one other."""
    first = BookingFactory(event=event)
    BookingFactory(event=event)
    return first, BookingFactory(event=event, person=member)


def page_of(client, booking, deed=""):
    return client.get(booking.get_absolute_url() + deed)


def do(client, booking, deed, **fields):
    return client.post(f"{booking.get_absolute_url()}{deed}/", fields)


# --- What the page says ---------------------------------------------------------------------------------


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
    do(me, booking, "angaben", needs=["dgs", "stufenlos"], message="Zeile 1\nZeile 2 <b>")

    page = page_of(me, booking)

    assert "Sie brauchen Gebärdensprachdolmetschung, Stufenloser Zugang" in words_of(page)
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


def test_who_waits_never_sees_the_way_in(me, member, clock_at):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1, join_link="https://konferenz.example/raum-7")
    _, booking = waiting_for(event, member)
    clock_at(berlin(2026, 12, 8, 9))

    assert "konferenz.example" not in page_of(me, booking).content.decode()


def test_who_waits_sees_the_place_in_the_queue_and_moves_up(me, member):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1)
    first, booking = waiting_for(event, member)
    assert "Sie stehen auf Platz 2 der Warteliste" in words_of(page_of(me, booking))

    cancel_booking(booking=first, by=first.person)
    assert "Sie stehen auf Platz 1 der Warteliste" in words_of(page_of(me, booking))


@pytest.mark.parametrize(
    ("moment", "at_once", "offered", "nobody"),
    [((2026, 12, 6, 9), True, True, False), ((2026, 12, 6, 11), False, True, False), ((2026, 12, 8, 7), False, False, True)],
)
def test_who_waits_reads_only_what_can_still_happen(me, member, clock_at, moment, at_once, offered, nobody):
    _, booking = waiting_for(EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1), member)
    clock_at(berlin(*moment))

    words = words_of(page_of(me, booking))

    assert ("rücken Sie der Reihe nach auf" in words, "nennen eine Frist zum Annehmen" in words) == (at_once, offered)
    assert ("rückt niemand mehr von selbst nach; das Kampagnenteam entscheidet." in words) == nobody


def test_who_was_passed_over_sees_why(me, member):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1)
    first, booking = waiting_for(event, member)
    BookingFactory(event=EventFactory(starts_at=event.starts_at, offer__title="Wärme"), person=member)
    for other in event.bookings.exclude(pk=booking.pk).order_by("number"):
        cancel_booking(booking=other, by=other.person)

    words = words_of(page_of(me, booking))

    assert "Ein Platz wurde frei, aber wir haben Sie übergangen" in words
    assert "Sie hatten zur selben Zeit einen Platz in „Wärme“." in words


@pytest.fixture
def offered(member, clock_at):
    """The member's booking with a seat offered until Monday, 14:00."""
    event = EventFactory(starts_at=berlin(2026, 11, 24, 13), seats=1)
    first = BookingFactory(event=event)
    booking = BookingFactory(event=event, person=member)
    clock_at(berlin(2026, 11, 23, 2))
    cancel_booking(booking=first, by=first.person)
    return booking


def test_an_offered_seat_has_a_deadline_and_a_button(me, offered):
    page = page_of(me, offered)

    assert "Ein Platz ist für Sie frei Bitte bis Montag, 23. November 2026, 14:00 Uhr annehmen. Platz annehmen" in words_of(page)
    assert f'<form method="post" action="{offered.get_absolute_url()}annehmen/">' in page.content.decode()


def test_opening_the_link_takes_no_seat_but_the_button_does(me, offered):
    opened = page_of(me, offered, "annehmen/")
    offered.refresh_from_db()
    assert (opened["Location"], offered.state) == (offered.get_absolute_url(), State.OFFERED)

    answer = do(me, offered, "annehmen")
    assert "Sie haben den Platz angenommen. Ihr Platz ist gebucht" in words_of(me.get(answer["Location"]))


def test_an_offer_accepted_too_late_is_gone_and_says_so(me, offered, clock_at):
    clock_at(berlin(2026, 11, 23, 14, 5))
    expire_offers()

    words = words_of(me.get(do(me, offered, "annehmen")["Location"]))

    assert "Dieses Angebot gilt nicht mehr." in words
    assert "Ihr Angebot ist verfallen Sie haben den Platz nicht rechtzeitig angenommen." in words
    assert "nächste Person" not in words


def test_an_offer_declined_and_then_accepted_is_gone_without_a_story(me, offered):
    do(me, offered, "stornieren")

    words = words_of(me.get(do(me, offered, "annehmen")["Location"]))

    assert "Dieses Angebot gilt nicht mehr. Der angebotene Platz ist nicht mehr für Sie frei" in words
    assert "nächste Person" not in words


def requested_by(member):
    return BookingFactory(event=EventFactory(starts_at=berlin(2026, 12, 8, 10), offer__needs_approval=True), person=member)


def test_a_request_nobody_answered_is_no_waiting_list(me, member, clock_at):
    booking = requested_by(member)
    clock_at(berlin(2026, 12, 8, 10, 1))
    close_waiting_lists()

    words = words_of(page_of(me, booking))

    assert "Sie haben keine Zusage bekommen Bis zum Beginn konnten wir Ihnen leider keinen Platz geben." in words
    assert "Warteliste" not in words


def test_what_was_no_booking_is_not_called_cancelled(me, member, staff):
    withdrawn, declined = requested_by(member), requested_by(PersonFactory())
    waiting = BookingFactory(event=EventFactory(starts_at=berlin(2026, 12, 9, 10), full=True), person=member)
    for booking in (withdrawn, waiting):
        do(me, booking, "stornieren")
    decline_request(booking=declined, by=staff, reason="Für Teams.")
    declined.refresh_from_db()

    assert "Ihre Anfrage ist beendet" in words_of(page_of(me, withdrawn))
    assert "Sie stehen nicht mehr auf der Warteliste" in words_of(page_of(me, waiting))
    assert headline_of(declined) == "Ihre Anfrage ist beendet"
    past = words_of(me.get("/meine-termine/vergangen/"))
    assert "Anfrage beendet" in past and "Warteliste verlassen" in past
    assert "Storniert" not in past


def test_a_list_that_closed_says_so(me, member, clock_at):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1)
    _, booking = waiting_for(event, member)
    clock_at(berlin(2026, 12, 8, 10, 1))
    close_waiting_lists()

    assert "Die Warteliste ist geschlossen Bis zum Beginn sind Sie leider nicht nachgerückt." in words_of(page_of(me, booking))


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


# --- Cancelling -----------------------------------------------------------------------------------------


def test_cancelling_asks_once_and_then_does_it(me, booking):
    asked = page_of(me, booking, "stornieren/")
    booking.refresh_from_db()
    assert booking.state == State.BOOKED
    assert "Ihr Platz wird frei für andere." in words_of(asked)

    answer = me.get(do(me, booking, "stornieren", reason="Ich bin im Urlaub")["Location"])

    assert "Ihre Buchung ist storniert" in words_of(answer)
    assert "Grund: Ich bin im Urlaub" in words_of(answer)
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["booking_confirmed", "booking_cancelled"]


def test_cancelling_twice_is_once(me, booking):
    answers = [do(me, booking, "stornieren")["Location"] for _ in range(2)]

    assert answers == [booking.get_absolute_url()] * 2
    assert Letter.objects.filter(kind="booking_cancelled").count() == 1


def test_a_late_cancellation_is_called_so_afterwards(me, booking, clock_at):
    clock_at(berlin(2026, 12, 7, 10))

    words = words_of(me.get(do(me, booking, "stornieren")["Location"]))

    assert "Die Frist war schon vorbei, deshalb gilt die Stornierung als kurzfristig. Für Sie hat das keine Folgen" in words


def test_after_the_start_nothing_can_be_changed(me, booking, clock_at):
    clock_at(berlin(2026, 12, 8, 10, 1))

    for deed in ("stornieren", "angaben", "umbuchen"):
        assert do(me, booking, deed)["Location"] == booking.get_absolute_url()
    booking.refresh_from_db()
    assert booking.state == State.BOOKED


def test_a_reason_that_is_too_long_comes_back(me, booking):
    refused = do(me, booking, "stornieren", reason="x" * 251)

    assert refused.status_code == 422
    assert "Kürzen Sie den Grund auf höchstens 250 Zeichen. Jetzt sind es 251." in words_of(refused)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("waiting", "Warteliste verlassen Sie geben Ihren Platz auf der Warteliste auf."),
        ("requested", "Anfrage zurückziehen Das Kampagnenteam prüft Ihre Anfrage dann nicht weiter."),
    ],
)
def test_leaving_is_called_what_it_is(me, member, state, words):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), full=state == "waiting", offer__needs_approval=False)
    if state == "requested":
        event.offer.needs_approval = True
        event.offer.save()
    booking = BookingFactory(event=event, person=member)

    assert words in words_of(page_of(me, booking, "stornieren/"))


# --- Changing the answers -------------------------------------------------------------------------------


def test_needs_and_message_can_be_changed(me, member):
    event = EventFactory(hybrid=True, starts_at=berlin(2026, 12, 8, 10))
    booking = BookingFactory(event=event, person=member)
    do(me, booking, "angaben", taking_part="vor-ort", needs=["dgs"], message="Alt")

    form = page_of(me, booking, "angaben/")
    assert (chosen_in(form, "taking_part"), chosen_in(form, "needs")) == (["vor-ort"], ["dgs"])
    answer = me.get(do(me, booking, "angaben", taking_part="online", message="Neu")["Location"])

    booking.refresh_from_db()
    assert (booking.taking_part, booking.needs, booking.message) == ("online", [], "Neu")
    assert "Ihre Angaben sind geändert." in words_of(answer)


def test_who_has_no_seat_is_promised_none(me, member):
    waiting = BookingFactory(event=EventFactory(full=True), person=member)

    for booking, words in (
        (waiting, "Ihr Platz auf der Warteliste bleibt Ihnen"),
        (requested_by(member), "Ihre Anfrage läuft weiter"),
    ):
        assert words in words_of(page_of(me, booking, "angaben/"))
        assert "Ihr Platz bleibt Ihnen" not in words_of(page_of(me, booking, "angaben/"))


def test_bad_answers_come_back_with_a_sentence(me, booking):
    refused = do(me, booking, "angaben", message="a\x07b")

    assert refused.status_code == 422
    assert "Der Text enthält unsichtbare Steuerzeichen." in words_of(refused)


# --- Moving to another date -----------------------------------------------------------------------------


@pytest.fixture
def january(event):
    return EventFactory(offer=event.offer, starts_at=berlin(2027, 1, 12, 10), seats=1)


def test_moving_offers_only_dates_of_the_offer_with_a_seat(me, booking, january):
    EventFactory(offer=booking.event.offer, full=True, starts_at=berlin(2027, 2, 9, 10))
    EventFactory(starts_at=berlin(2027, 3, 9, 10))

    words = words_of(page_of(me, booking, "umbuchen/"))

    assert "Di, 12. Januar 2027, 10:00 bis 11:30 Uhr Online. Noch 1 Platz." in words
    assert "Februar" not in words
    assert "März" not in words


def test_moving_gives_one_seat_for_the_other(me, booking, january):
    answer = do(me, booking, "umbuchen", to=january.slug)

    moved = Booking.objects.get(event=january)
    booking.refresh_from_db()
    assert (answer["Location"], moved.state, booking.state) == (moved.get_absolute_url(), State.BOOKED, State.CANCELLED)
    assert "Sie sind umgebucht." in words_of(me.get(answer["Location"]))


def test_moving_to_a_hybrid_date_asks_how(me, booking):
    hybrid = EventFactory(offer=booking.event.offer, hybrid=True, starts_at=berlin(2027, 1, 12, 10))

    answer = do(me, booking, "umbuchen", to=hybrid.slug)

    assert answer["Location"] == f"{Booking.objects.get(event=hybrid).get_absolute_url()}angaben/"
    assert "Bitte wählen Sie noch aus, wie Sie teilnehmen möchten." in words_of(me.get(answer["Location"]))


def test_a_seat_taken_meanwhile_keeps_the_old_one(me, booking, january):
    book_seat(event=january, person=PersonFactory())

    refused = do(me, booking, "umbuchen", to=january.slug)

    booking.refresh_from_db()
    assert (refused.status_code, booking.state) == (422, State.BOOKED)
    assert "Dieser Termin ist nicht mehr frei." in words_of(refused)


@pytest.mark.parametrize("to", ["", "2030-01-01", "\x00", "1; drop table"])
def test_a_date_that_is_none_gets_a_sentence(me, booking, january, to):
    refused = do(me, booking, "umbuchen", to=to)

    assert refused.status_code == 422
    assert "Wählen Sie einen" in words_of(refused)


def test_sent_twice_the_move_leads_to_the_new_booking(me, booking, january):
    answers = [do(me, booking, "umbuchen", to=january.slug)["Location"] for _ in range(2)]

    assert answers == [Booking.objects.get(event=january).get_absolute_url()] * 2
    assert Booking.objects.count() == 2


def test_without_another_date_the_page_says_so_and_the_button_is_not_there(me, booking):
    assert "Zurzeit gibt es keinen anderen Termin mit freiem Platz" in words_of(page_of(me, booking, "umbuchen/"))
    assert "umbuchen/" not in page_of(me, booking).content.decode()


# --- Meine Termine --------------------------------------------------------------------------------------


def test_my_dates_are_sorted_into_three_lists(me, member):
    def mine(title, **facts):
        return BookingFactory(event=EventFactory(offer__title=title, **facts), person=member)

    mine("Im Januar", starts_at=berlin(2027, 1, 12, 10))
    mine("Im Dezember", starts_at=berlin(2026, 12, 8, 10))
    mine("Angefragt", starts_at=berlin(2027, 2, 9, 10), offer__needs_approval=True)
    mine("Ich warte", full=True, starts_at=berlin(2026, 12, 15, 10))
    mine("Vorbei", starts_at=berlin(2026, 10, 6, 10))
    cancelled = mine("Storniert", starts_at=berlin(2026, 12, 16, 10))
    cancel_booking(booking=cancelled, by=member)
    BookingFactory(event=EventFactory(offer__title="Von jemand anderem"))

    lists = [me.get(address) for address in ("/meine-termine/", "/meine-termine/warteliste/", "/meine-termine/vergangen/")]

    assert [titles_of(page) for page in lists] == [
        ["Im Dezember", "Im Januar", "Angefragt"],
        ["Ich warte"],
        ["Storniert", "Vorbei"],
    ]
    assert "Sie stehen auf Platz 1 der Warteliste." in words_of(lists[1])


def test_an_offered_seat_stands_among_the_upcoming_with_its_deadline(me, offered):
    assert "Bitte bis Montag, 23. November 2026, 14:00 Uhr annehmen." in words_of(me.get("/meine-termine/"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/meine-termine/", "Sie haben noch keinen Termin gebucht"),
        ("/meine-termine/warteliste/", "Sie stehen auf keiner Warteliste"),
        ("/meine-termine/vergangen/", "Hier ist noch nichts"),
    ],
)
def test_an_empty_list_shows_the_next_step(me, address, words):
    assert words in words_of(me.get(address))


def test_many_bookings_are_several_pages(me, member):
    for week in range(27):
        BookingFactory(event=EventFactory(starts_at=clock.now() + timedelta(weeks=week, hours=5)), person=member)

    assert [len(titles_of(me.get(f"/meine-termine/?seite={number}"))) for number in ("1", "2", "99", "x")] == [25, 2, 2, 25]


def test_the_front_page_shows_the_next_date(me, booking, client, member):
    BookingFactory(event=EventFactory(starts_at=berlin(2027, 1, 12, 10)), person=member)

    assert "Ihr nächster Termin Alle meine Termine 08 Dez Richtig heizen" in words_of(me.get("/"))
    assert "Ihr nächster Termin" not in words_of(client.get("/"))

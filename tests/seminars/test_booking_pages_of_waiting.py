"""The page of a booking that is none yet: on the list, offered a seat, asked for one."""

import pytest

from seminars.actions import cancel_booking, close_waiting_lists, decline_request, expire_offers
from seminars.choices import State
from seminars.standing import headline_of
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory
from tests.seminars.days import TUESDAY, berlin
from tests.seminars.own_bookings import do, page_of, requested_by, waiting_for
from tests.seminars.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


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

    assert "Sie haben Ihre Anfrage zurückgezogen" in words_of(page_of(me, withdrawn))
    assert "Sie stehen nicht mehr auf der Warteliste" in words_of(page_of(me, waiting))
    assert headline_of(declined) == "Wir können Ihnen leider keinen Platz zusagen"
    past = words_of(me.get("/meine-termine/vergangen/"))
    assert "Anfrage zurückgezogen" in past and "Warteliste verlassen" in past
    assert "Storniert" not in past


def test_a_request_that_was_declined_says_so_and_why(me, member, staff):
    decline_request(booking=requested_by(member), by=staff, reason="Dieser Termin ist für Teams.")
    (declined,) = member.bookings.all()

    words = words_of(page_of(me, declined))

    assert "Wir können Ihnen leider keinen Platz zusagen" in words and "Grund: Dieser Termin ist für Teams." in words
    assert "zurückgezogen" not in words
    assert "Anfrage abgelehnt" in words_of(me.get("/meine-termine/vergangen/"))


def test_whom_the_campaign_team_takes_from_the_list_reads_who_did_it(me, member, staff):
    _, waiting = waiting_for(EventFactory(starts_at=TUESDAY, seats=1), member)
    cancel_booking(booking=waiting, by=staff, reason="Der Termin ist für ein anderes Haus.")

    assert "Das Kampagnenteam hat Sie von der Warteliste genommen" in words_of(page_of(me, waiting))
    assert "Warteliste beendet" in words_of(me.get("/meine-termine/vergangen/"))


def test_a_list_that_closed_says_so(me, member, clock_at):
    event = EventFactory(starts_at=berlin(2026, 12, 8, 10), seats=1)
    _, booking = waiting_for(event, member)
    clock_at(berlin(2026, 12, 8, 10, 1))
    close_waiting_lists()

    assert "Die Warteliste ist geschlossen Bis zum Beginn sind Sie leider nicht nachgerückt." in words_of(page_of(me, booking))

"""A person moves a booking to another date."""

import pytest

from seminars.actions import book_seat, cancel_event, move_booking
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory
from tests.seminars.days import berlin
from tests.seminars.own_bookings import do, page_of
from tests.seminars.reading import links_in, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_sunday")]


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


def test_a_date_that_is_booked_already_is_not_offered(me, booking, january, member):
    book_seat(event=january, person=member)

    assert "12. Januar" not in words_of(page_of(me, booking, "umbuchen/"))


def test_moving_gives_one_seat_for_the_other(me, booking, january):
    answer = do(me, booking, "umbuchen", to=january.slug)

    moved = Booking.objects.get(event=january)
    booking.refresh_from_db()
    assert (answer["Location"], moved.state, booking.state) == (moved.get_absolute_url(), State.BOOKED, State.CANCELLED)
    assert "Sie sind umgebucht." in words_of(me.get(answer["Location"]))


def test_the_old_page_says_it_was_moved_and_leads_to_the_new_booking(me, booking, january):
    do(me, booking, "umbuchen", to=january.slug)

    page = page_of(me, booking)

    assert "Diese Buchung ist umgebucht" in words_of(page)
    assert links_in(page)["Richtig heizen, Dienstag, 12. Januar 2027"] == Booking.objects.get(event=january).get_absolute_url()
    past = words_of(me.get("/meine-termine/vergangen/"))
    assert "Umgebucht" in past and "Storniert" not in past


def test_what_becomes_of_the_old_date_is_no_matter_of_who_was_moved(me, booking, january, staff):
    move_booking(booking=booking, to=january, by=staff)
    cancel_event(event=booking.event, reason="Die Referentin ist erkrankt.")

    words = words_of(page_of(me, booking))

    assert "Diese Buchung ist umgebucht Alles Weitere steht bei Ihrer neuen Buchung:" in words
    assert "erkrankt" not in words
    assert "Umgebucht" in words_of(me.get("/meine-termine/vergangen/"))


def test_a_late_move_is_told_as_a_move(me, booking, january, clock_at):
    clock_at(berlin(2026, 12, 7, 10))
    do(me, booking, "umbuchen", to=january.slug)

    assert "kurzfristig" not in words_of(page_of(me, booking))


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

"""A lead books seats for the team: colleagues by name, and places whose names come later. All of it, or nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from missione.shared import clock
from missione.shared.errors import DifferentRequest
from missione.shared.models import Letter
from seminars.actions import book_for_team, book_seat, move_booking
from seminars.choices import State
from seminars.errors import BookingClosed, ColleagueBusy, EventCancelled, NamesNeeded, NotPossible, TeamNotAtWork, TooFewSeats
from seminars.models import Booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues():
    return [PersonFactory(first_name=name, last_name="Kollegin") for name in ("Anna", "Britta", "Clara")]


@pytest.fixture
def team(leader, colleagues):
    return TeamFactory(lead=leader, members=colleagues)


@pytest.fixture
def book(team, leader):
    """book(event, people, …): as the lead of the team."""

    def book(event, people=(), **facts):
        return book_for_team(team=team, event=event, by=leader, people=list(people), **facts)

    return book


def rows(event):
    return list(event.bookings.order_by("number").values_list("state", "seat_number", "person__first_name"))


def test_named_and_unnamed_get_seats_in_one_go(book, team, leader, colleagues):
    event = EventFactory(seats=5)

    book(event, colleagues[:2], unnamed=2)

    assert rows(event) == [
        (State.BOOKED, 1, "Anna"),
        (State.BOOKED, 2, "Britta"),
        (State.BOOKED, 3, None),
        (State.BOOKED, 4, None),
    ]
    event.refresh_from_db()
    assert (event.seats_taken, event.waiting_count) == (4, 0)
    assert {(row.team, row.booked_by) for row in event.bookings.all()} == {(team, leader)}


def test_everybody_named_gets_a_letter_with_calendar_data_and_the_lead_one_for_all(book, leader, colleagues):
    event = EventFactory()

    book(event, colleagues[:2], unnamed=1)

    letters = Letter.objects.order_by("pk")
    assert [(letter.kind, letter.recipient, letter.calendar_method) for letter in letters] == [
        ("booking_confirmed", colleagues[0].email, "REQUEST"),
        ("booking_confirmed", colleagues[1].email, "REQUEST"),
        ("team_seats_booked", leader.email, ""),
    ]
    assert "Eingetragen hat Sie Lea Leitung." in letters[0].text


def test_the_lead_may_be_among_them(book, leader, colleagues):
    event = EventFactory()

    book(event, [leader, colleagues[0]])

    own = Letter.objects.get(recipient=leader.email, kind="booking_confirmed")
    assert "Eingetragen" not in own.text
    assert Booking.objects.of(leader).get().state == State.BOOKED


def test_too_few_seats_book_nobody_and_say_how_many_there_are(book, colleagues):
    event = EventFactory(seats=2)

    with pytest.raises(TooFewSeats, match="Es sind nur noch 2 Plätze frei.") as refusal:
        book(event, colleagues)

    assert refusal.value.free == 2
    assert not Booking.objects.exists()


def test_where_others_wait_a_free_seat_is_none(book, colleagues, clock_at):
    event = EventFactory(seats=1, starts_at=clock.now() + timedelta(hours=60))
    BookingFactory(event=event)
    BookingFactory(event=event)
    clock_at(event.starts_at - timedelta(hours=3))
    event.bookings.filter(state=State.BOOKED).update(state=State.CANCELLED, seat_number=None, cancelled_at=clock.now())
    type(event).objects.update(seats_taken=0)

    with pytest.raises(TooFewSeats) as refusal:
        book(event, colleagues[:1])

    assert refusal.value.free == 0


def test_with_the_waiting_list_whoever_gets_no_seat_waits_in_the_order_of_the_list(book, colleagues):
    event = EventFactory(seats=2)

    book(event, colleagues, join_waiting_list=True)

    assert rows(event) == [(State.BOOKED, 1, "Anna"), (State.BOOKED, 2, "Britta"), (State.WAITING, None, "Clara")]


def test_places_without_a_name_never_wait(book, colleagues):
    event = EventFactory(seats=2)

    with pytest.raises(NamesNeeded, match="können nicht warten"):
        book(event, colleagues[:2], unnamed=1, join_waiting_list=True)

    assert not Booking.objects.exists()


def test_one_who_is_in_already_stops_all_and_is_named(book, colleagues):
    event = EventFactory()
    book_seat(event=event, person=colleagues[1])

    with pytest.raises(ColleagueBusy, match="Britta Kollegin ist bei diesem Termin schon dabei."):
        book(event, colleagues)

    assert event.bookings.count() == 1


def test_one_who_is_elsewhere_stops_all_and_where_is_not_told(book, colleagues):
    event = EventFactory()
    elsewhere = EventFactory(offer__title="Geheimes Treffen", starts_at=event.starts_at)
    book_seat(event=elsewhere, person=colleagues[2])

    with pytest.raises(ColleagueBusy) as refusal:
        book(event, colleagues)

    assert str(refusal.value) == "Clara Kollegin hat zur selben Zeit schon einen anderen Termin."
    assert not event.bookings.exists()


def test_who_does_not_belong_to_the_team_is_not_booked(book):
    with pytest.raises(NotPossible, match="gehört nicht mehr zum Team"):
        book(EventFactory(), [PersonFactory()])

    assert not Booking.objects.exists()


def test_a_suspended_member_is_not_booked(book, colleagues):
    colleagues[0].is_active = False
    colleagues[0].save()

    with pytest.raises(NotPossible):
        book(EventFactory(), colleagues)


def test_a_resting_team_books_nothing(leader, colleagues):
    team = TeamFactory(resting=True, lead=leader, members=colleagues)

    with pytest.raises(TeamNotAtWork):
        book_for_team(team=team, event=EventFactory(), by=leader, people=colleagues)


def test_nobody_and_nothing_is_not_a_booking(book):
    with pytest.raises(NotPossible, match="mindestens"):
        book(EventFactory())


def test_where_requests_are_checked_each_is_asked_for_by_name(book, leader, colleagues):
    event = EventFactory(offer__needs_approval=True, seats=1)

    book(event, colleagues)

    assert rows(event) == [(State.REQUESTED, None, name) for name in ("Anna", "Britta", "Clara")]
    assert Letter.objects.filter(kind="booking_requested").count() == 3
    assert "Angefragt" in Letter.objects.get(recipient=leader.email).text


def test_where_requests_are_checked_nothing_goes_without_a_name(book):
    with pytest.raises(NamesNeeded, match="prüft das Kampagnenteam jede Anmeldung"):
        book(EventFactory(offer__needs_approval=True), unnamed=1)


def test_nothing_goes_without_a_name_in_the_last_two_days(book):
    event = EventFactory(starts_at=clock.now() + timedelta(hours=47))

    with pytest.raises(NamesNeeded, match="weniger als 48 Stunden"):
        book(event, unnamed=1)


def test_a_team_holds_at_most_sixteen_without_a_name(book):
    event = EventFactory(seats=40)
    book(event, unnamed=10)

    with pytest.raises(NamesNeeded, match="höchstens 16 Plätze ohne Namen halten. 10 davon hat es schon."):
        book(event, unnamed=7)
    book(event, unnamed=6)

    assert event.bookings.unnamed().count() == 16


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [({"cancelled": True}, EventCancelled), ({"closes_at": clock.now() - timedelta(minutes=1)}, BookingClosed)],
)
def test_the_booking_window_binds_teams_too(book, colleagues, facts, refusal):
    with pytest.raises(refusal):
        book(EventFactory(**facts), colleagues)


def test_the_needs_come_from_the_own_profile_of_each(book, colleagues):
    colleagues[0].needs = ["schrift"]
    colleagues[0].save()
    event = EventFactory()

    book(event, colleagues[:2], unnamed=1)

    assert list(event.bookings.order_by("number").values_list("needs", flat=True)) == [["schrift"], [], []]


@pytest.mark.parametrize(("facts", "taken"), [({}, ["dgs"]), ({"onsite": True}, ["dgs", "stufenlos"])])
def test_needs_of_a_building_are_taken_over_only_where_there_is_one(book, colleagues, facts, taken):
    colleagues[0].needs = ["dgs", "stufenlos"]
    colleagues[0].save()
    event = EventFactory(**facts)

    book(event, colleagues[:1])

    assert event.bookings.get().needs == taken


def test_the_same_form_again_gives_the_same_bookings(book, colleagues):
    event, key = EventFactory(), uuid4()

    first = book(event, colleagues, unnamed=1, request_key=key)
    again = book(event, colleagues, unnamed=1, request_key=key)

    assert [row.pk for row in first] == [row.pk for row in again]
    assert event.bookings.count() == 4
    assert Letter.objects.count() == 4


def test_another_form_with_the_same_key_is_refused(book, colleagues):
    event, key = EventFactory(), uuid4()
    book(event, colleagues[:1], request_key=key)

    with pytest.raises(DifferentRequest):
        book(event, colleagues[:2], request_key=key)


def test_who_moves_to_another_date_goes_on_belonging_to_the_team(book, team, colleagues):
    from_here = EventFactory()
    to_there = EventFactory(offer=from_here.offer, starts_at=from_here.starts_at + timedelta(days=7))
    (booking,) = book(from_here, colleagues[:1])

    assert move_booking(booking=booking, to=to_there, by=colleagues[0]).team == team


FOR_EACH_UNNAMED, FOR_ALL = 4, 30


def test_nine_colleagues_cost_no_more_statements_than_one(leader):
    def statements(people=0, unnamed=0):
        members = PersonFactory.create_batch(people)
        team, event = TeamFactory(lead=leader, members=members), EventFactory(seats=40)
        facts = {"team": team, "event": event, "by": leader, "people": members, "unnamed": unnamed}
        with CaptureQueriesContext(connection) as captured:
            book_for_team(**facts, request_key=uuid4())
        return len(captured)

    one, five, nine = (statements(people=number) for number in (1, 5, 9))
    held, two_held = statements(unnamed=1), statements(unnamed=2)

    print(f"{one} statements for one, {nine} for nine, {two_held - held} for each unnamed")
    assert one == five == nine <= FOR_ALL
    assert two_held - held <= FOR_EACH_UNNAMED

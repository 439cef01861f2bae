"""Several people book, or are told yes, in one deed: the same rules as one by one, for all of them or for none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import Answers, approve_requests, book_seat, book_seats, cancel_booking
from seminars.choices import State
from seminars.errors import EventFull, NotPossible, TimeTaken
from tests.factories.seminars import EventFactory, OfferFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db


def together(event, people, **facts):
    return book_seats(event=event, newcomers={person: Answers() for person in people}, **facts)


def stands(event):
    return list(event.bookings.order_by("number").values_list("person", "booked_by", "state", "seat_number"))


def letters(event):
    about = Letter.objects.filter(recipient__in=event.bookings.values("person__email")).order_by("pk")
    return list(about.values_list("recipient", "kind"))


def test_they_sit_in_their_order_on_the_lowest_free_seats_and_the_last_one_waits():
    event, people = EventFactory(seats=4), PersonFactory.create_batch(5)
    first, *others = people
    gone = book_seat(event=event, person=first)
    book_seat(event=event, person=others[0])
    cancel_booking(booking=gone, by=first)

    made = together(event, [first, *others[1:]], join_waiting_list=True)

    assert [(booking.person, booking.state, booking.seat_number) for booking in made] == [
        (first, State.BOOKED, 1),
        (others[1], State.BOOKED, 3),
        (others[2], State.BOOKED, 4),
        (others[3], State.WAITING, None),
    ]
    assert made[0].sequence == gone.sequence + 2  # who books again goes on counting
    assert [row[:2] for row in stands(event)[2:]] == [(booking.person_id, booking.person_id) for booking in made]
    assert letters(event)[-4:] == [(booking.person.email, f"booking_{kind}") for booking, kind in zip(
        made, ("confirmed", "confirmed", "confirmed", "waiting"), strict=True
    )]  # fmt: skip
    assert list(broken_promises()) == []


def test_one_who_sits_elsewhere_keeps_all_of_them_out_and_is_named():
    event, people = EventFactory(), PersonFactory.create_batch(3)
    book_seat(event=EventFactory(starts_at=event.starts_at), person=people[1])

    with pytest.raises(TimeTaken) as refusal:
        together(event, people)

    assert (refusal.value.person, stands(event)) == (people[1], [])


def test_without_the_waiting_list_all_get_a_seat_or_nobody():
    event, people = EventFactory(seats=2), PersonFactory.create_batch(3)

    with pytest.raises(EventFull):
        together(event, people)

    assert stands(event) == []


def test_staff_say_yes_to_all_who_asked_and_who_comes_too_late_waits(staff):
    event, people = EventFactory(offer=OfferFactory(needs_approval=True), seats=2), PersonFactory.create_batch(3)
    requests = together(event, people)

    approved = approve_requests(bookings=requests, by=staff)

    assert [row[2] for row in stands(event)] == [State.BOOKED, State.BOOKED, State.WAITING]
    assert [booking.state for booking in approved] == [State.BOOKED, State.BOOKED, State.WAITING]
    assert [kind for _, kind in letters(event)[3:]] == ["booking_confirmed", "booking_confirmed", "booking_waiting"]
    assert list(broken_promises()) == []


def test_what_is_decided_already_is_not_decided_again_for_anybody(staff):
    event, people = EventFactory(offer=OfferFactory(needs_approval=True)), PersonFactory.create_batch(2)
    one, other = together(event, people)
    approve_requests(bookings=[one], by=staff)

    with pytest.raises(NotPossible):
        approve_requests(bookings=[one, other], by=staff)

    assert [row[2] for row in stands(event)] == [State.BOOKED, State.REQUESTED]


def test_ten_cost_as_many_statements_as_two():
    def statements(many):
        event, people = EventFactory(seats=30), PersonFactory.create_batch(many)
        with CaptureQueriesContext(connection) as captured:
            together(event, people)
        return len(captured)

    assert statements(2) == statements(10) <= 12

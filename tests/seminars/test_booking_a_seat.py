"""Somebody books a seat, leaves it, and comes back."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from missione.shared import clock
from missione.shared.errors import DifferentRequest
from missione.shared.models import Letter
from missione.shared.wall_time import wall_moment
from seminars import errors
from seminars.actions import (
    Answers,
    Span,
    approve_request,
    book_seat,
    cancel_booking,
    cancel_event,
    change_answers,
    change_seats,
    enter_by_hand,
    move_booking,
)
from seminars.choices import State
from seminars.models import Booking
from tests.factories.seminars import EventFactory, OfferFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db


def letters_to(person):
    return list(Letter.objects.filter(recipient=person.email).order_by("pk").values_list("kind", flat=True))


def test_a_seat_and_a_letter_with_the_calendar_entry(member):
    event = EventFactory(seats=2)

    booking = book_seat(event=event, person=member, answers=Answers(needs=["dgs"], message="Bis dann"))

    event.refresh_from_db()
    assert (booking.state, booking.seat_number, event.seats_taken) == (State.BOOKED, 1, 1)
    assert letters_to(member) == ["booking_confirmed"]
    assert Letter.objects.get().calendar_method == "REQUEST"


def test_the_same_form_twice_is_one_booking(member):
    event, key = EventFactory(), uuid4()

    first = book_seat(event=event, person=member, request_key=key)
    second = book_seat(event=event, person=member, request_key=key)

    assert first == second
    assert (Booking.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_same_key_with_other_answers_is_refused(member):
    event, key = EventFactory(), uuid4()
    book_seat(event=event, person=member, request_key=key)

    with pytest.raises(DifferentRequest):
        book_seat(event=event, person=member, request_key=key, answers=Answers(message="Doch anders"))


def test_a_second_booking_for_the_same_event_is_refused(member):
    event = EventFactory()
    book_seat(event=event, person=member)

    with pytest.raises(errors.AlreadyBooked):
        book_seat(event=event, person=member)


def test_the_database_itself_refuses_a_second_active_booking(member):
    booking = book_seat(event=EventFactory(), person=member)

    with pytest.raises(IntegrityError, match="one_active_booking_per_person"), transaction.atomic():
        Booking.objects.create(event=booking.event, person=member, booked_by=member, state=State.WAITING, number=99)


def test_the_database_itself_refuses_a_seat_beyond_the_seats(member):
    event = EventFactory(seats=1)

    with pytest.raises(IntegrityError, match="seat 2 lies beyond the seats"), transaction.atomic():
        Booking.objects.create(
            event=event, person=member, booked_by=member, state=State.BOOKED, number=1, seat_number=2, seated_at=clock.now()
        )


def test_a_full_event_refuses_who_did_not_ask_for_the_waiting_list(member, stranger):
    event = EventFactory(seats=1)
    book_seat(event=event, person=stranger)

    with pytest.raises(errors.EventFull):
        book_seat(event=event, person=member)

    assert not Booking.objects.of(member).exists()


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"opens_at": timedelta(days=1)}, errors.BookingNotOpen),
        ({"closes_at": -timedelta(hours=1)}, errors.BookingClosed),
        ({"starts_at": -timedelta(minutes=5)}, errors.EventBegun),
    ],
)
def test_outside_its_time_nobody_books(member, facts, refusal):
    event = EventFactory(**{name: clock.now() + distance for name, distance in facts.items()})

    with pytest.raises(refusal):
        book_seat(event=event, person=member)


def test_a_cancelled_event_takes_no_bookings(member):
    event = cancel_event(event=EventFactory(), reason="Die Referentin ist erkrankt.")

    with pytest.raises(errors.EventCancelled):
        book_seat(event=event, person=member)


def test_two_seats_at_the_same_time_are_refused_by_name(member):
    first = EventFactory()
    book_seat(event=first, person=member)

    with pytest.raises(errors.TimeTaken, match=first.offer.title):
        book_seat(event=EventFactory(starts_at=first.starts_at + timedelta(minutes=30)), person=member)


def test_leaving_in_time_frees_the_seat_and_takes_the_entry_back(member):
    booking = book_seat(event=EventFactory(), person=member)

    booking = cancel_booking(booking=booking, by=member)

    booking.event.refresh_from_db()
    assert (booking.state, booking.seat_number, booking.cancelled_late, booking.event.seats_taken) == (
        State.CANCELLED,
        None,
        False,
        0,
    )
    assert list(Letter.objects.order_by("pk").values_list("calendar_method", "calendar_sequence")) == [
        ("REQUEST", 0),
        ("CANCEL", 1),
    ]


def test_leaving_after_the_deadline_works_and_counts_as_late(member):
    booking = book_seat(event=EventFactory(starts_at=clock.now() + timedelta(hours=47)), person=member)

    assert cancel_booking(booking=booking, by=member).cancelled_late


def test_leaving_twice_is_once(member):
    booking = book_seat(event=EventFactory(), person=member)
    cancel_booking(booking=booking, by=member)

    cancel_booking(booking=booking, by=member)

    booking.event.refresh_from_db()
    assert (letters_to(member), booking.event.seats_taken) == (["booking_confirmed", "booking_cancelled"], 0)


def test_after_the_start_nobody_cancels(member, clock_at):
    booking = book_seat(event=EventFactory(), person=member)
    clock_at(booking.event.starts_at)

    with pytest.raises(errors.EventBegun):
        cancel_booking(booking=booking, by=member)


def test_who_comes_back_gets_a_new_booking_and_a_higher_sequence(member):
    booking = book_seat(event=EventFactory(), person=member)
    cancel_booking(booking=booking, by=member)

    again = book_seat(event=booking.event, person=member)

    assert again != booking
    assert list(Letter.objects.order_by("pk").values_list("calendar_sequence", flat=True)) == [0, 1, 2]


def test_staff_enter_somebody_after_the_closing_date(member, staff):
    event = EventFactory(closes_at=clock.now() - timedelta(days=1))

    booking = enter_by_hand(event=event, person=member, by=staff)

    assert (booking.state, booking.booked_by) == (State.BOOKED, staff)


def test_staff_enter_nobody_past_the_waiting_list(member, stranger, leader, staff):
    event = EventFactory(seats=1)
    book_seat(event=event, person=stranger)
    book_seat(event=event, person=leader, join_waiting_list=True)

    assert enter_by_hand(event=event, person=member, by=staff).state == State.WAITING


def test_staff_cancel_with_a_reason_the_person_reads(member, staff):
    booking = book_seat(event=EventFactory(), person=member)

    cancel_booking(booking=booking, by=staff, reason="Der Kurs richtet sich an Teams.")

    letter = Letter.objects.get(kind="booking_cancelled_by_staff")
    assert "Der Kurs richtet sich an Teams." in letter.text
    assert letter.calendar_method == "CANCEL"


def test_lowering_the_seats_throws_nobody_out_and_promotes_nobody():
    event = EventFactory(seats=3)
    for _ in range(3):
        book_seat(event=event, person=PersonFactory())
    waiting = book_seat(event=event, person=PersonFactory(), join_waiting_list=True)

    event = change_seats(event=event, seats=1)

    waiting.refresh_from_db()
    assert (event.seats_taken, event.over_limit, waiting.state) == (3, 2, State.WAITING)


def test_moving_to_another_date_gives_up_one_seat_for_the_other(member):
    old = EventFactory(seats=1)
    new = EventFactory(offer=old.offer, starts_at=old.starts_at + timedelta(days=30))
    booking = book_seat(event=old, person=member, answers=Answers(message="Ich komme mit Rollstuhl"))

    moved = move_booking(booking=booking, to=new, by=member)

    for row in (old, new, booking):
        row.refresh_from_db()
    assert (old.seats_taken, new.seats_taken, booking.state, moved.message) == (0, 1, State.CANCELLED, "Ich komme mit Rollstuhl")


def test_a_move_to_a_full_event_leaves_everything_as_it_was(member, stranger):
    old, new = EventFactory(), EventFactory(seats=1, starts_at=clock.now() + timedelta(days=40))
    booking = book_seat(event=old, person=member)
    book_seat(event=new, person=stranger)

    with pytest.raises(errors.EventFull):
        move_booking(booking=booking, to=new, by=member)

    booking.refresh_from_db()
    assert (booking.state, letters_to(member)) == (State.BOOKED, ["booking_confirmed"])


def test_a_move_keeps_what_was_approved(member, staff):
    offer = OfferFactory(needs_approval=True)
    first, second = (EventFactory(offer=offer, starts_at=clock.now() + timedelta(days=days)) for days in (10, 20))
    booking = approve_request(booking=book_seat(event=first, person=member), by=staff)

    assert move_booking(booking=booking, to=second, by=member).state == State.BOOKED


def test_a_request_is_decided_where_it_was_made(member):
    offer = OfferFactory(needs_approval=True)
    first, second = (EventFactory(offer=offer, starts_at=clock.now() + timedelta(days=days)) for days in (10, 20))
    booking = book_seat(event=first, person=member)

    with pytest.raises(errors.NotPossible):
        move_booking(booking=booking, to=second, by=member)


def test_a_move_after_the_deadline_is_late_too(member):
    soon = EventFactory(starts_at=clock.now() + timedelta(hours=47))
    booking = book_seat(event=soon, person=member)

    move_booking(booking=booking, to=EventFactory(offer=soon.offer, starts_at=clock.now() + timedelta(days=30)), by=member)

    booking.refresh_from_db()
    assert booking.cancelled_late


def several_days(start):
    """Two days from nine to five, the evening between them free."""
    return [Span(start, start + timedelta(hours=8)), Span(start + timedelta(days=1), start + timedelta(days=1, hours=8))]


def test_an_evening_between_two_days_is_free_for_another_date(member):
    start = wall_moment(date(2027, 6, 8), time(9))
    book_seat(event=EventFactory(days=several_days(start)), person=member)

    talk = book_seat(event=EventFactory(starts_at=start + timedelta(hours=10)), person=member)

    assert talk.state == State.BOOKED
    with pytest.raises(errors.TimeTaken):
        book_seat(event=EventFactory(starts_at=start + timedelta(days=1, hours=1)), person=member)


def test_staff_enter_nobody_after_the_start(member, staff, clock_at):
    event = EventFactory()
    clock_at(event.starts_at)

    with pytest.raises(errors.EventBegun):
        enter_by_hand(event=event, person=member, by=staff)


def test_needs_can_be_changed_until_the_start(member):
    booking = book_seat(event=EventFactory(), person=member)

    change_answers(booking=booking, answers=Answers(needs=["schrift"], message="Neu"))

    booking.refresh_from_db()
    assert (booking.needs, booking.message) == (["schrift"], "Neu")

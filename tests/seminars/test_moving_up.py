"""A seat becomes free: who gets it, how, and until when."""

from datetime import timedelta

import pytest

from missione.shared import clock
from missione.shared.models import Letter
from seminars import errors, mails
from seminars.actions import (
    Span,
    accept_offer,
    approve_request,
    book_seat,
    cancel_booking,
    change_event,
    change_seats,
    close_waiting_lists,
    decline_request,
    expire_offers,
    promote_who_waits,
)
from seminars.choices import State
from seminars.tasks import do_what_is_due
from teams.models import Person
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory
from tests.seminars.days import berlin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def early_on_a_tuesday(clock_at):
    """Twelve hours later people are still at work."""
    clock_at(berlin(2026, 12, 8, 3))


def queue(event, length):
    """The booked ones of a full event, and `length` who wait."""
    booked = [book_seat(event=event, person=PersonFactory()) for _ in range(event.seats)]
    return booked, [book_seat(event=event, person=PersonFactory(), join_waiting_list=True) for _ in range(length)]


def states(bookings):
    for booking in bookings:
        booking.refresh_from_db()
    return [booking.state for booking in bookings]


def in_hours(hours):
    return clock.now() + timedelta(hours=hours)


def test_long_before_the_start_the_next_person_is_booked_and_told():
    (booked,), waiting = queue(EventFactory(seats=1, starts_at=in_hours(49)), 2)

    cancel_booking(booking=booked, by=booked.person)

    assert states(waiting) == [State.BOOKED, State.WAITING]
    letter = Letter.objects.get(kind="moved_up")
    assert (letter.recipient, letter.calendar_method) == (waiting[0].person.email, "REQUEST")


def test_two_days_before_the_seat_is_offered_with_a_deadline():
    (booked,), waiting = queue(EventFactory(seats=1, starts_at=in_hours(47)), 1)

    cancel_booking(booking=booked, by=booked.person)

    assert states(waiting) == [State.OFFERED]
    assert waiting[0].offered_until - clock.now() < timedelta(hours=12)
    assert Letter.objects.get(kind="seat_offered").calendar_method == ""


def test_an_offer_ends_four_hours_before_the_start():
    (booked,), (waiting,) = queue(EventFactory(seats=1, starts_at=in_hours(10)), 1)

    cancel_booking(booking=booked, by=booked.person)

    waiting.refresh_from_db()
    assert waiting.offered_until == waiting.event.starts_at - timedelta(hours=4)


def test_in_the_last_four_hours_nobody_is_promoted():
    (booked,), waiting = queue(EventFactory(seats=1, starts_at=in_hours(3.9)), 1)

    cancel_booking(booking=booked, by=booked.person)

    assert states(waiting) == [State.WAITING]


def test_a_newcomer_never_takes_a_freed_seat_past_the_list(member):
    event = EventFactory(seats=1, starts_at=in_hours(3.9))
    (booked,), _ = queue(event, 1)
    cancel_booking(booking=booked, by=booked.person)

    with pytest.raises(errors.EventFull):
        book_seat(event=event, person=member)


def test_the_offered_seat_is_taken_by_accepting_it():
    (booked,), (waiting,) = queue(EventFactory(seats=1, starts_at=in_hours(30)), 1)
    cancel_booking(booking=booked, by=booked.person)

    assert accept_offer(booking=waiting).state == State.BOOKED
    assert accept_offer(booking=waiting).state == State.BOOKED
    assert Letter.objects.filter(recipient=waiting.person.email, calendar_method="REQUEST").count() == 1


def test_an_offer_not_taken_goes_to_the_next_person(clock_at):
    (booked,), waiting = queue(EventFactory(seats=1, starts_at=in_hours(40)), 2)
    cancel_booking(booking=booked, by=booked.person)
    clock_at(in_hours(12.1))

    assert [expire_offers(), expire_offers()] == [1, 0]

    assert states(waiting) == [State.EXPIRED, State.OFFERED]
    with pytest.raises(errors.OfferGone):
        accept_offer(booking=waiting[0])


def test_who_is_busy_at_that_time_is_passed_over_and_sees_why():
    event = EventFactory(seats=1, starts_at=in_hours(100))
    (booked,), waiting = queue(event, 2)
    other = EventFactory(starts_at=event.starts_at)
    book_seat(event=other, person=waiting[0].person)

    cancel_booking(booking=booked, by=booked.person)

    assert states(waiting) == [State.WAITING, State.BOOKED]
    assert other.offer.title in waiting[0].passed_over_because


def test_more_seats_promote_in_order_of_arrival():
    event = EventFactory(seats=1, starts_at=in_hours(100))
    _, waiting = queue(event, 3)

    change_seats(event=event, seats=3)

    assert states(waiting) == [State.BOOKED, State.BOOKED, State.WAITING]


def test_whose_account_is_suspended_is_passed_over():
    (booked,), waiting = queue(EventFactory(seats=1, starts_at=in_hours(100)), 2)
    Person.objects.filter(pk=waiting[0].person_id).update(is_active=False)

    cancel_booking(booking=booked, by=booked.person)

    assert states(waiting) == [State.WAITING, State.BOOKED]
    assert "gesperrt" in waiting[0].passed_over_because


def test_who_was_passed_over_moves_up_once_there_is_time():
    event = EventFactory(seats=1, starts_at=in_hours(100))
    (booked,), (waiting,) = queue(event, 1)
    other = book_seat(event=EventFactory(starts_at=event.starts_at), person=waiting.person)
    cancel_booking(booking=booked, by=booked.person)
    cancel_booking(booking=other, by=other.person)

    assert [promote_who_waits(), promote_who_waits()] == [1, 0]
    assert states([waiting]) == [State.BOOKED]


def test_an_offer_ends_with_the_start_of_an_event_that_moves_forward(clock_at):
    event = EventFactory(seats=1, starts_at=in_hours(40))
    (booked,), (waiting,) = queue(event, 1)
    cancel_booking(booking=booked, by=booked.person)

    change_event(event=event, days=[Span(in_hours(6), in_hours(7))])

    waiting.refresh_from_db()
    assert waiting.offered_until < in_hours(2.1)
    clock_at(in_hours(6.1))
    with pytest.raises(errors.OfferGone):
        accept_offer(booking=waiting)


def test_one_row_that_fails_delays_no_other(clock_at, monkeypatch):
    poisoned, sound = (queue(EventFactory(seats=1, starts_at=in_hours(hours)), 1) for hours in (40, 41))
    for (booked,), _ in (poisoned, sound):
        cancel_booking(booking=booked, by=booked.person)
    clock_at(in_hours(12.1))
    write = mails.offer_expired

    def fail_for_the_first(booking):
        if booking.pk == poisoned[1][0].pk:
            raise ValueError("a letter that cannot be written")
        write(booking)

    monkeypatch.setattr(mails, "offer_expired", fail_for_the_first)
    with pytest.raises(ExceptionGroup):
        do_what_is_due()

    assert states([poisoned[1][0], sound[1][0]]) == [State.OFFERED, State.EXPIRED]


def test_when_it_begins_the_waiting_list_closes(clock_at):
    event = EventFactory(seats=1, starts_at=in_hours(1))
    _, waiting = queue(event, 1)
    clock_at(in_hours(1.1))

    assert [close_waiting_lists(), close_waiting_lists()] == [1, 0]
    assert states(waiting) == [State.EXPIRED]
    assert Letter.objects.filter(kind="waiting_list_closed").count() == 1


def test_a_request_holds_no_seat_until_staff_say_yes(member, staff):
    event = EventFactory(seats=1, offer__needs_approval=True)
    booking = book_seat(event=event, person=member)
    assert (booking.state, booking.seat_number) == (State.REQUESTED, None)

    assert approve_request(booking=booking, by=staff).state == State.BOOKED
    with pytest.raises(errors.NotPossible):
        decline_request(booking=booking, by=staff, reason="Zu spät entschieden.")

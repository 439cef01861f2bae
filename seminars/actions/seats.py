"""Seats and the queue. Nothing here may be called without holding the event's row (locked_event)."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from missione.shared import clock
from seminars import mails
from seminars.choices import HOLDS_A_SEAT, State
from seminars.errors import NotPossible
from seminars.models import Booking, Event

# By the time left until the start: more than this, the next person is booked at once and told so;
BOOK_AT_ONCE = timedelta(hours=48)
# from there down to this, the seat is offered with a deadline; below it nobody is promoted.
NOBODY_PROMOTED = timedelta(hours=4)
TIME_TO_ANSWER = timedelta(hours=12)
SHORTEST_TIME_TO_ANSWER = timedelta(hours=1)


def locked_event(event_id: int) -> Event:
    """The event with its row held until the end of the transaction: count and decide only after this."""
    return Event.objects.select_related("offer").locked().get(pk=event_id)


def locked_booking(event: Event, booking_id: int) -> Booking:
    """The booking as it stands now, under the lock of its event."""
    booking = Booking.objects.select_related("person").get(pk=booking_id)
    if booking.event_id != event.pk:
        raise NotPossible("Diese Buchung wurde gerade auf einen anderen Termin verlegt. Bitte laden Sie die Seite neu.")
    booking.event = event
    return booking


def next_number(event: Event) -> int:
    """Order of arrival is this number, never a time stamp."""
    event.last_number += 1
    return event.last_number


def next_sequence(event: Event, person) -> int:
    """SEQUENCE counts per UID and person: who books again goes on counting after the last booking."""
    last = Booking.objects.filter(event=event, person=person).aggregate(last=Max("sequence"))["last"]
    return 0 if last is None else last + 1


def free_seat_number(event: Event) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(free.seat) FROM generate_series(1, %s) AS free (seat) WHERE NOT EXISTS ("
            "SELECT 1 FROM seminars_booking WHERE event_id = %s AND seat_number = free.seat)",
            [event.seats, event.pk],
        )
        return cursor.fetchone()[0]


def seat(booking: Booking, *, offered_until: datetime | None = None) -> None:
    """Give the booking a seat: booked, or offered until a deadline. The caller saves the booking and the event."""
    event = booking.event
    booking.state = State.OFFERED if offered_until else State.BOOKED
    booking.offered_until = offered_until
    booking.seat_number = free_seat_number(event)
    booking.seated_at = clock.now()
    booking.passed_over_because = ""
    event.seats_taken += 1
    if not offered_until:
        invite(booking)


def invite(booking: Booking) -> None:
    """From now on the person's calendar knows the event."""
    if booking.invited_at:
        booking.sequence += 1
    booking.invited_at = clock.now()


def leave(booking: Booking, state: State) -> None:
    """Take the booking out of its seat or its place in the queue. The caller saves the booking and the event."""
    event = booking.event
    if booking.state in HOLDS_A_SEAT:
        event.seats_taken -= 1
    elif booking.state == State.WAITING:
        event.waiting_count -= 1
    if booking.invited_at:
        booking.sequence += 1
    booking.state = state
    booking.seat_number = booking.offered_until = None
    if state == State.CANCELLED:
        booking.cancelled_at = clock.now()


def save_counters(event: Event) -> None:
    event.save(update_fields=["seats_taken", "waiting_count", "last_number"])


def fill_free_seats(event: Event) -> None:
    """Promote from the waiting list, in the transaction that freed the seat, by the time left. Saves what it changes."""
    left = event.starts_at - clock.now()
    if event.is_cancelled or left < NOBODY_PROMOTED or not event.waiting_count:
        return
    for booking in event.bookings.waiting().select_related("person").iterator(chunk_size=50):
        if event.seats_taken >= event.seats:
            break
        booking.event = event
        clash = Booking.objects.of(booking.person).clashing_with(event).select_related("event__offer").first()
        if clash:
            _pass_over(booking, clash)
        else:
            _promote(booking, left)
    save_counters(event)


def _promote(booking: Booking, left: timedelta) -> None:
    event = booking.event
    event.waiting_count -= 1
    if left > BOOK_AT_ONCE:
        seat(booking)
        booking.save()
        mails.moved_up(booking)
    else:
        seat(booking, offered_until=_deadline(event))
        booking.save()
        mails.seat_offered(booking)


def _deadline(event: Event) -> datetime:
    latest = max(event.starts_at - NOBODY_PROMOTED, clock.now() + SHORTEST_TIME_TO_ANSWER)
    return min(clock.now() + TIME_TO_ANSWER, latest)


def _pass_over(booking: Booking, clash: Booking) -> None:
    """Courtesy, not a promise: the person's other bookings are not locked here (docs/decisions.md)."""
    reason = f"Sie haben zur selben Zeit einen Platz in „{clash.event.offer.title}“."[:200]
    if booking.passed_over_because != reason:
        booking.passed_over_because = reason
        booking.save(update_fields=["passed_over_because", "changed_at"])

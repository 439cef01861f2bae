"""Seats and the queue. Nothing here may be called without holding the event's row (locked_event)."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import connection

from missione.shared import clock
from seminars import mails
from seminars.choices import HOLDS_A_SEAT, State
from seminars.errors import NotPossible
from seminars.facts import days_of
from seminars.models import Booking, Event
from seminars.promotion import Promotion, how_promotion_goes, offer_ends_at
from teams.models import Person


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


def require_a_name(booking: Booking) -> None:
    """What is done with a person cannot be done with a seat that has none yet, or has none any more."""
    if booking.is_forgotten:
        raise NotPossible("Die Namen zu diesem Termin sind gelöscht. Daran lässt sich nichts mehr ändern.")
    if booking.is_unnamed:
        raise NotPossible("Dieser Platz hat noch keinen Namen. Benennen Sie ihn, oder geben Sie ihn zurück.")


def next_number(event: Event) -> int:
    """Order of arrival is this number, never a time stamp."""
    event.last_number += 1
    return event.last_number


def free_seat_numbers(event: Event, at_most: int = 1) -> Iterator[int]:
    """The lowest first; asked for when the first one is wanted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT free.seat FROM generate_series(1, %s) AS free (seat) WHERE NOT EXISTS ("
            "SELECT 1 FROM seminars_booking WHERE event_id = %s AND seat_number = free.seat) ORDER BY 1 LIMIT %s",
            [event.seats, event.pk, at_most],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    yield from numbers


def seat(booking: Booking, number: int, *, offered_until: datetime | None = None) -> None:
    """Give the booking the seat of that number: booked, or offered until a deadline. The caller saves both."""
    event = booking.event
    booking.state = State.OFFERED if offered_until else State.BOOKED
    booking.offered_until = offered_until
    booking.seat_number = number
    booking.seated_at = clock.now()
    booking.passed_over_because = ""
    event.seats_taken += 1
    if not offered_until and not booking.is_unnamed:
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
    promotion = how_promotion_goes(event)
    if event.is_cancelled or promotion == Promotion.NOBODY or not event.waiting_count:
        return
    for booking in event.bookings.waiting().select_related("person").iterator(chunk_size=50):
        if event.seats_taken >= event.seats:
            break
        booking.event = event
        if obstacle := _obstacle(booking):
            _pass_over(booking, obstacle)
        else:
            _promote(booking, promotion)
    save_counters(event)


def _promote(booking: Booking, promotion: Promotion) -> None:
    event = booking.event
    event.waiting_count -= 1
    number = next(free_seat_numbers(event))
    if promotion == Promotion.AT_ONCE:
        seat(booking, number)
        booking.save()
        mails.moved_up(booking)
    else:
        seat(booking, number, offered_until=offer_ends_at(event))
        booking.save()
        mails.seat_offered(booking)


def clashes_of(people: Collection[Person], event: Event) -> dict[int, str]:
    """Who holds a seat on the same hours, by key, and in what; evenings between two days of an event are free."""
    elsewhere = Booking.objects.filter(person__in=people).clashing_with(event, days_of(event))
    return dict(elsewhere.order_by("-event_id", "-number").values_list("person", "event__offer__title"))


def _obstacle(booking: Booking) -> str:
    """Why this person cannot move up, in words the person may read. A courtesy: other bookings are not locked here."""
    if not booking.person.is_active:
        return "Ihr Konto war zu diesem Zeitpunkt gesperrt."
    clash = clashes_of([booking.person], booking.event).get(booking.person_id)
    return f"Sie hatten zur selben Zeit einen Platz in „{clash}“."[:200] if clash else ""


def _pass_over(booking: Booking, reason: str) -> None:
    if booking.passed_over_because != reason:
        booking.passed_over_because = reason
        booking.save(update_fields=["passed_over_because", "changed_at"])

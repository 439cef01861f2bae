"""The promises of the seats, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Max, Min, Q

from missione.shared import clock
from missione.shared.invariants import promise
from seminars.choices import HOLDS_A_SEAT, State
from seminars.models import Booking, Event
from seminars.promotion import BOOK_AT_ONCE

GRACE = timedelta(minutes=10)


@promise
def counters_are_true() -> Iterator[str]:
    """seats_taken and waiting_count on the event equal the bookings."""
    counted = Event.objects.annotate(
        seated=Count("bookings", filter=Q(bookings__state__in=HOLDS_A_SEAT)),
        queued=Count("bookings", filter=Q(bookings__state=State.WAITING)),
        highest=Max("bookings__number"),
    ).exclude(seats_taken=F("seated"), waiting_count=F("queued"))
    for event in counted:
        kept = f"{event.seats_taken} taken, {event.waiting_count} waiting"
        yield f"event {event.pk}: {kept}; its bookings say {event.seated} and {event.queued}"


@promise
def nobody_is_overbooked_unseen() -> Iterator[str]:
    """More seats are taken than there are only where staff lowered the limit below numbers given before."""
    for event in Event.objects.annotate(highest=Max("bookings__seat_number")).filter(
        seats_taken__gt=F("seats"), highest__lte=F("seats")
    ):
        yield f"event {event.pk}: {event.seats_taken} taken of {event.seats}, yet no seat number lies beyond"


@promise
def who_waits_is_promoted() -> Iterator[str]:
    """No free seat beside somebody who waits and was not passed over, while promotion is still at once."""
    for event in Event.objects.filter(
        cancelled_at=None, starts_at__gt=clock.now() + BOOK_AT_ONCE + GRACE, seats_taken__lt=F("seats"), waiting_count__gt=0
    ):
        if event.bookings.waiting().filter(passed_over_because="", person__is_active=True).exists():
            yield f"event {event.pk}: {event.free_seats} free and {event.waiting_count} waiting"


@promise
def queue_numbers_are_in_order() -> Iterator[str]:
    """The last number given is the highest, and the numbers have no gap."""
    numbered = Event.objects.annotate(bookings_made=Count("bookings"), highest=Max("bookings__number")).filter(
        bookings_made__gt=0
    )
    for event in numbered.exclude(last_number=F("highest"), bookings_made=F("highest")):
        yield f"event {event.pk}: last number {event.last_number}, highest {event.highest}, {event.bookings_made} bookings"


@promise
def days_fit_the_event() -> Iterator[str]:
    """An event starts with its first day and ends with its last."""
    days = Event.objects.annotate(first=Min("days__starts_at"), last=Max("days__ends_at"))
    for event in days.filter(~Q(starts_at=F("first"), ends_at=F("last")) | Q(first=None)):
        yield f"event {event.pk}: days do not fit its start and end"


@promise
def no_offer_outlives_its_deadline() -> Iterator[str]:
    """Expired offers are taken back within ten minutes."""
    for booking in Booking.objects.filter(state=State.OFFERED, offered_until__lt=clock.now() - GRACE):
        yield f"booking {booking.pk}: offered until {booking.offered_until:%Y-%m-%d %H:%M} UTC"


@promise
def no_offer_outlives_the_start() -> Iterator[str]:
    """A seat is offered until the event begins, at the latest."""
    for booking in Booking.objects.filter(state=State.OFFERED, offered_until__gt=F("event__starts_at")):
        yield f"booking {booking.pk}: offered beyond the start of event {booking.event_id}"


@promise
def cancelled_events_hold_nobody() -> Iterator[str]:
    """After an event was called off, no booking is open."""
    for booking in Booking.objects.open().exclude(event__cancelled_at=None):
        yield f"booking {booking.pk}: {booking.state} at a cancelled event"


@promise
def the_trigger_stands() -> Iterator[str]:
    """The database itself refuses a seat number beyond the seats."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'seminars_seat_within_seats%%' AND tgenabled = 'O'", [])
        if cursor.fetchone()[0] != 2:
            yield "the triggers seminars_seat_within_seats are missing"

"""The promises of the seats, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Count, Exists, F, Max, Min, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from materials.models import Entitlement
from missione.shared import clock
from missione.shared.invariants import promise
from seminars.choices import HOLDS_A_SEAT, State
from seminars.models import Booking, Event
from seminars.models.bookings import OCCASION, WORDS_LAST
from seminars.naming import MOST_UNNAMED
from seminars.promotion import BOOK_AT_ONCE
from teams.choices import TeamState

GRACE = timedelta(minutes=10)
A_DAY = timedelta(days=1)


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
def no_seat_stays_unnamed_after_its_deadline() -> Iterator[str]:
    """Seats without a name are free again within ten minutes after their deadline, which lies before the start."""
    late = Q(unnamed_until__lt=clock.now() - GRACE) | Q(unnamed_until__gt=F("event__starts_at"))
    for booking in Booking.objects.unnamed().filter(late):
        yield f"booking {booking.pk}: without a name until {booking.unnamed_until:%Y-%m-%d %H:%M} UTC"


@promise
def only_teams_at_work_hold_seats_without_a_name() -> Iterator[str]:
    """Who rests or has ended holds none, and nobody holds more than sixteen at one event."""
    for booking in Booking.objects.unnamed().exclude(team__state=TeamState.APPROVED):
        yield f"booking {booking.pk}: without a name for team {booking.team_id}, which is not at work"
    held = Booking.objects.unnamed().order_by().values("event", "team").annotate(number=Count("pk"))
    for row in held.filter(number__gt=MOST_UNNAMED):
        yield f"event {row['event']}: team {row['team']} holds {row['number']} seats without a name"


@promise
def who_stands_in_took_over_a_seat_given_away() -> Iterator[str]:
    """Behind every booking that stands in for another is one of the same event, of somebody else, that was handed over."""
    handed_over = Q(stands_in_for__handed_over_at__isnull=False, stands_in_for__event=F("event"))
    for booking in Booking.objects.exclude(stands_in_for=None).exclude(handed_over & ~Q(stands_in_for__person=F("person"))):
        yield f"booking {booking.pk}: stands in for booking {booking.stands_in_for_id}, which was not handed over to it"
    for booking in Booking.objects.filter(handed_over_at__isnull=False, taken_over=None):
        yield f"booking {booking.pk}: handed over, and nobody has taken over"


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


@promise
def nobody_is_remembered_for_too_long() -> Iterator[str]:
    """What was said, and who it was, is forgotten within a day after its time."""
    said = Booking.objects.with_words_until(clock.now() - WORDS_LAST - A_DAY)
    for pk in said.values_list("pk", flat=True):
        yield f"booking {pk}: keeps what somebody said"
    known = Booking.objects.remembered_since(clock.months_ago(settings.PERSONAL_DATA_MONTHS) - A_DAY)
    for pk in known.values_list("pk", flat=True):
        yield f"booking {pk}: its people are still known"


@promise
def a_deleted_account_holds_no_seat_ahead() -> Iterator[str]:
    """What somebody had booked is free again."""
    ahead = Booking.objects.open().filter(event__starts_at__gt=clock.now()).exclude(person__deleted_at=None)
    for pk in ahead.values_list("pk", flat=True):
        yield f"booking {pk}: open, of a deleted account"


def _occasion() -> Concat:
    """As Booking.occasion writes it."""
    return Concat(Value(OCCASION), Cast("pk", CharField()))


@promise
def attendance_gives_the_hand_outs() -> Iterator[str]:
    """Whoever has attended holds every hand-out of the offer because of it; accounts that are deleted hold nothing."""
    due = Booking.objects.attended().named().filter(person__deleted_at=None, event__offer__hand_outs__isnull=False)
    given = Entitlement.objects.filter(
        person=OuterRef("person"), document=OuterRef("event__offer__hand_outs"), occasion=OuterRef("gives")
    )
    missing = due.annotate(gives=_occasion()).exclude(Exists(given)).order_by("pk")
    for pk, document in missing.values_list("pk", "event__offer__hand_outs"):
        yield f"booking {pk}: attended, and document {document} was not given"


@promise
def hand_outs_stand_for_an_attendance() -> Iterator[str]:
    """Every document given because of a booking is a hand-out of its offer, and its person attended and is still there."""
    attended = Booking.objects.attended().filter(person__deleted_at=None).annotate(gives=_occasion())
    because = attended.filter(gives=OuterRef("occasion"), person=OuterRef("person"), event__offer__hand_outs=OuterRef("document"))
    for given in Entitlement.objects.filter(occasion__startswith=OCCASION).exclude(Exists(because)).order_by("pk"):
        yield f"entitlement {given.pk}: document {given.document_id} because of {given.occasion}, which does not give it"

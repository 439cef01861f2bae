"""What becomes due with time. Every deed here asks the database, so a missed tick is caught up and a doubled one does nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from missione.shared import clock
from missione.shared.due import one_by_one
from seminars import mails
from seminars.actions.seats import fill_free_seats, leave, locked_booking, locked_event, save_counters
from seminars.choices import UNDECIDED, State
from seminars.models import Booking, Event, Reminder

LONGEST_REMINDER = timedelta(days=61)


def expire_offers() -> int:
    """Take back the offered seats whose deadline is over, and promote the next. Returns how many."""
    due = Booking.objects.filter(state=State.OFFERED, offered_until__lte=clock.now()).order_by("offered_until")
    return one_by_one(_expire_offer, due.values_list("pk", "event_id"))


@transaction.atomic
def _expire_offer(booking_id: int, event_id: int) -> bool:
    event = locked_event(event_id)
    booking = locked_booking(event, booking_id)
    if booking.state != State.OFFERED or booking.offered_until > clock.now():
        return False
    leave(booking, State.EXPIRED)
    booking.save()
    save_counters(event)
    mails.offer_expired(booking)
    fill_free_seats(event)
    return True


def promote_who_waits() -> int:
    """Catch up where a seat is free beside a queue: who was passed over may have time by now. Returns how many events moved."""
    now = clock.now()
    ahead = Event.objects.filter(starts_at__gt=now, cancelled_at=None, waiting_count__gt=0, seats_taken__lt=F("seats"))
    return one_by_one(_promote_who_waits, ahead.values_list("pk"))


@transaction.atomic
def _promote_who_waits(event_id: int) -> bool:
    event = locked_event(event_id)
    before = event.seats_taken
    fill_free_seats(event)
    return event.seats_taken > before


def close_waiting_lists() -> int:
    """When an event begins, who still waits or asked is let go, and told. Returns how many events were closed."""
    begun = Event.objects.filter(starts_at__lte=clock.now(), bookings__state__in=UNDECIDED).distinct()
    return one_by_one(_close_waiting_list, begun.values_list("pk"))


@transaction.atomic
def _close_waiting_list(event_id: int) -> bool:
    event = locked_event(event_id)
    if not event.has_begun:
        return False
    for booking in event.bookings.filter(state__in=UNDECIDED).select_related("person").order_by("number"):
        booking.event = event
        asked = booking.state == State.REQUESTED
        leave(booking, State.EXPIRED)
        booking.save()
        (mails.request_expired if asked else mails.waiting_list_closed)(booking)
    save_counters(event)
    return True


def remind_of_events() -> int:
    """Post the reminders that are due: days before, at wall time in Berlin. Returns how many letters."""
    now = clock.now()
    soon = Event.objects.filter(starts_at__gt=now, starts_at__lt=now + LONGEST_REMINDER, cancelled_at=None)
    due = [(event, _due_rule(event)) for event in soon.select_related("offer")]
    return one_by_one(_remind, [row for event, rule in due if rule for row in _not_yet_reminded(event, *rule)])


def _due_rule(event: Event) -> tuple[int, datetime] | None:
    """(days before, due moment) of the rule due last: after an outage one letter is sent, not all that were missed."""
    rules = [(days, event.reminder_at(days)) for days in event.offer.reminder_days]
    due = [rule for rule in rules if rule[1] <= clock.now()]
    return max(due, key=lambda rule: rule[1], default=None)


def _not_yet_reminded(event: Event, days: int, due_at: datetime) -> list[tuple[int, int, int]]:
    """(event, booking, days before) for each letter that is due."""
    reminded = Reminder.objects.filter(booking=OuterRef("pk"), days_before=days, event_version=event.version)
    booked = event.bookings.filter(state=State.BOOKED, seated_at__lt=due_at, person__is_active=True, person__wants_reminders=True)
    return [(event.pk, booking_id, days) for booking_id in booked.filter(~Exists(reminded)).values_list("pk", flat=True)]


@transaction.atomic
def _remind(event_id: int, booking_id: int, days: int) -> bool:
    event = locked_event(event_id)
    booking = locked_booking(event, booking_id)
    rule = _due_rule(event)
    if booking.state != State.BOOKED or event.is_cancelled or event.has_begun or not rule or rule[0] != days:
        return False
    _, is_new = Reminder.objects.get_or_create(booking=booking, days_before=days, event_version=event.version)
    if is_new:
        mails.reminder(booking, days)
    return is_new

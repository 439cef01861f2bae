"""What comes next for a booking: only what is true today."""

from datetime import datetime

from missione.shared import clock
from seminars.actions.seats import BOOK_AT_ONCE, NOBODY_PROMOTED
from seminars.choices import State
from seminars.facts import access_opens_at, days_of, place_of, takes_part_online
from seminars.models import Booking, Event


def next_steps(booking: Booking) -> dict:
    event = booking.event
    return {
        "event": event,
        "days": days_of(event),
        "place": place_of(event, booking.taking_part),
        "is_open": booking.can_still_be_cancelled,
        "can_move": booking.can_still_be_cancelled and dates_to_move_to(booking).exists(),
        "access": access_to(booking),
        "reminders": reminders_ahead(booking),
        "moving_up": moving_up(event),
    }


def dates_to_move_to(booking: Booking):
    """Other dates of the same offer where a seat can be had at once, and where the person is not yet."""
    person, offer = booking.person, booking.event.offer
    elsewhere = Event.objects.visible_to(person).upcoming().with_free_seats().filter(offer=offer)
    return elsewhere.exclude(pk__in=Booking.objects.of(person).active().values("event")).for_lists()


def access_to(booking: Booking) -> dict | None:
    """The way into the video conference: who is booked sees it from the day before on, until it is over."""
    event = booking.event
    if booking.state != State.BOOKED or event.is_over or not takes_part_online(booking):
        return None
    opens_at = access_opens_at(event)
    is_open = opens_at <= clock.now()
    return {"opens_at": opens_at, "is_open": is_open, "link": event.join_link if is_open else ""}


def reminders_ahead(booking: Booking) -> list[datetime]:
    """The moments at which reminders are still to come."""
    if booking.state != State.BOOKED:
        return []
    event = booking.event
    moments = sorted(event.reminder_at(days) for days in event.offer.reminder_days)
    return [moment for moment in moments if clock.now() < moment < event.starts_at]


def moving_up(event: Event) -> str:
    """What happens to a seat that becomes free now: booked at once, offered, or nothing any more."""
    left = event.starts_at - clock.now()
    if left > BOOK_AT_ONCE:
        return "at_once"
    return "offered" if left >= NOBODY_PROMOTED else "nobody"

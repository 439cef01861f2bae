"""What comes next for a booking: only what is true today."""

from seminars.facts import access_to, days_of, place_of, reminders_ahead
from seminars.models import Booking, Event
from seminars.promotion import how_promotion_goes


def next_steps(booking: Booking) -> dict:
    event = booking.event
    return {
        "event": event,
        "days": days_of(event),
        "place": place_of(event, booking.taking_part),
        "is_open": booking.can_still_be_cancelled,
        "can_move": booking.can_be_moved and dates_to_move_to(booking).exists(),
        "access": access_to(booking),
        "reminders": reminders_ahead(booking),
        "promotion": how_promotion_goes(event),
    }


def dates_to_move_to(booking: Booking):
    """Other dates of the same offer where a seat can be had at once, and where the person is not yet."""
    person, offer = booking.person, booking.event.offer
    elsewhere = Event.objects.visible_to(person).upcoming().with_free_seats().filter(offer=offer)
    return elsewhere.exclude(pk__in=Booking.objects.of(person).active().values("event")).for_lists()

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
        "can_move": booking.can_be_moved and Event.objects.others_free_for(booking).exists(),
        "access": access_to(booking),
        "reminders": reminders_ahead(booking),
        "promotion": how_promotion_goes(event),
        "moved_to": Booking.objects.select_related("event__offer").get(pk=booking.moved_to_id) if booking.moved_to_id else None,
    }

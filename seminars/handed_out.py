"""Hand-outs on a page: what an offer promises, and what a booking has given."""

from materials.models import Document, Entitlement
from seminars.choices import State
from seminars.models import Booking, Offer


def hand_outs_of(offer: Offer, person) -> list[Document]:
    """Those that there are today; each knows whether this person may open it."""
    return list(offer.hand_outs.live().marked_for(person).only("title", "slug"))


def mark_handed_out(bookings: list[Booking], person) -> list[Booking]:
    """Lets the bookings know what they gave, as far as it can be opened today; one question for a whole list."""
    attended = {booking.occasion: booking for booking in bookings if booking.state == State.ATTENDED}
    for booking in bookings:
        booking.handed_out = []
    if attended:
        for given in Entitlement.objects.that_open(person).filter(occasion__in=attended):
            attended[given.occasion].handed_out.append(given.document)
    return bookings

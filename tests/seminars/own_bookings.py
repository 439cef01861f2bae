"""A person's own booking: its page, and what is sent from it."""

from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import TUESDAY


def waiting_for(event, member):
    """The booked person of a full event, and the member waiting behind one other."""
    first = BookingFactory(event=event)
    BookingFactory(event=event)
    return first, BookingFactory(event=event, person=member)


def page_of(client, booking, deed=""):
    return client.get(booking.get_absolute_url() + deed)


def do(client, booking, deed, **fields):
    return client.post(f"{booking.get_absolute_url()}{deed}/", fields)


def requested_by(member):
    return BookingFactory(event=EventFactory(starts_at=TUESDAY, offer__needs_approval=True), person=member)

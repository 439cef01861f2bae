"""Reading the letters that somebody got, and what they are about."""

from missione.shared.models import Letter
from seminars import actions
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.seminars.days import TUESDAY


def webinar(**fields):
    return EventFactory(offer=OfferFactory(title="Kompakt-Webinar Strom", slug="strom"), starts_at=TUESDAY, **fields)


def booking_to_approve():
    return BookingFactory(event=EventFactory(offer__needs_approval=True, starts_at=TUESDAY))


def free_the_seat(event):
    (holder,) = event.bookings.holding_a_seat()
    actions.cancel_booking(booking=holder, by=holder.person)


def letters_to(person):
    return list(Letter.objects.filter(recipient=person.email).order_by("pk"))


def last_letter_to(person):
    return letters_to(person)[-1]


def lines(letter):
    return [line.strip() for line in letter.text.splitlines() if line.strip()]

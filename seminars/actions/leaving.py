"""Somebody's account is deleted: future seats become free for others, past ones stay as numbers without a name."""

from django.db import transaction

from missione.shared import clock
from seminars import mails
from seminars.actions.bookings import cancel_booking
from seminars.actions.seats import locked_event
from seminars.models import Booking
from seminars.querysets import WITHOUT_WORDS
from teams.models import Person


@transaction.atomic
def part_with(*, person: Person) -> None:
    """The person is locked. All events at once and ascending, before the first seat is freed: nobody waits in a circle."""
    ahead = Booking.objects.of(person).open().filter(event__starts_at__gt=clock.now())
    for event_id in sorted(set(ahead.values_list("event", flat=True))):
        locked_event(event_id)
    for booking in ahead.order_by("event", "number"):
        cancel_booking(booking=booking, by=person)
    mails.take_back_all_hand_outs(person)
    Booking.objects.of(person).update(ministry=person.agency and person.agency.ministry, **WITHOUT_WORDS)

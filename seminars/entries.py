"""Events and bookings as calendar entries: in letters, as files, and later in feeds."""

from datetime import timedelta

from django.conf import settings

from missione.shared import ical
from seminars.choices import State
from seminars.facts import EventFacts, comes_to_the_house, days_of, place_of, takes_part_online
from seminars.models import Booking, Event

STATUS = {
    State.REQUESTED: ical.Status.TENTATIVE,
    State.WAITING: ical.Status.TENTATIVE,
    State.OFFERED: ical.Status.TENTATIVE,
    State.CANCELLED: ical.Status.CANCELLED,
    State.EXPIRED: ical.Status.CANCELLED,
}


def booking_entry(booking: Booking) -> ical.Entry:
    """The event in this person's calendar. Never with the way into the video conference, a phone number or another's name."""
    event = booking.event
    status = ical.Status.CANCELLED if event.is_cancelled else STATUS.get(booking.state, ical.Status.CONFIRMED)
    return ical.Entry(
        uid=event.uid,
        sequence=booking.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=max(event.revised_at, booking.changed_at),
        summary=event.title,
        description="\n".join(_notes_on(booking)),
        location=place_of(event, booking.taking_part),
        url=address_of(booking),
        status=status,
        transparent=status != ical.Status.CONFIRMED or _has_days_between(event),
    )


def event_entry(event: Event) -> ical.Entry:
    """The public entry. Sequence 0, so that a later invitation with the same UID always counts as newer."""
    return ical.Entry(
        uid=event.uid,
        sequence=0,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.revised_at,
        summary=event.title,
        description="\n".join([event.offer.summary, *_days_of_several(event)]),
        location=place_of(event),
        url=address_of(event),
        status=ical.Status.CANCELLED if event.is_cancelled else ical.Status.CONFIRMED,
        transparent=event.is_cancelled or _has_days_between(event),
    )


def booking_file(booking: Booking) -> bytes:
    return ical.publish([booking_entry(booking)])


def event_file(event: Event) -> bytes:
    return ical.publish([event_entry(event)])


def address_of(thing: Booking | Event) -> str:
    return settings.SITE_URL + thing.get_absolute_url()


def _notes_on(booking: Booking) -> list[str]:
    notes = [f"Buchungsnummer: {booking.reference}", *_days_of_several(booking.event)]
    if takes_part_online(booking):
        notes.append("Den Zugang zur Videokonferenz finden Sie ab dem Vortag bei Ihrer Buchung.")
    if booking.event.access_note and comes_to_the_house(booking):
        notes.append(f"Barrierefreiheit: {booking.event.access_note}")
    return [*notes, f"Ihre Buchung: {address_of(booking)}"]


def _days_of_several(event: Event) -> tuple[str, ...]:
    """An event of several days is one entry from the first hour to the last: a reader finds the single days in the notes."""
    days = EventFacts.of(event).days
    return days if len(days) > 1 else ()


def _has_days_between(event: Event) -> bool:
    """Then the entry spans days without it: it is shown, but keeps nobody from other dates."""
    days = days_of(event)
    gaps = (later.starts_at - earlier.ends_at for earlier, later in zip(days, days[1:], strict=False))
    return any(gap > timedelta(days=1) for gap in gaps)

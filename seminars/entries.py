"""Events and bookings as calendar entries: in letters, as files, and later in feeds."""

from datetime import timedelta
from itertools import pairwise

from django.conf import settings

from missione.shared import ical
from seminars.choices import State
from seminars.facts import ACCESS_FROM_THE_DAY_BEFORE, comes_to_the_house, days_of, in_words, place_of, takes_part_online
from seminars.models import Booking, Event, EventDay

STATUS = {
    State.REQUESTED: ical.Status.TENTATIVE,
    State.WAITING: ical.Status.TENTATIVE,
    State.OFFERED: ical.Status.TENTATIVE,
    State.CANCELLED: ical.Status.CANCELLED,
    State.EXPIRED: ical.Status.CANCELLED,
}


def booking_entry(booking: Booking) -> ical.Entry:
    """The event in this person's calendar."""
    event = booking.event
    status = ical.Status.CANCELLED if event.is_cancelled else STATUS.get(booking.state, ical.Status.CONFIRMED)
    days = days_of(event)
    return ical.Entry(
        uid=event.uid,
        sequence=booking.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=max(event.revised_at, booking.changed_at),
        summary=event.title,
        description="\n".join(_notes_on(booking, days)),
        location=place_of(event),  # not where this person takes part: that may change without a letter
        url=address_of(booking),
        status=status,
        transparent=status != ical.Status.CONFIRMED or _leave_days_between(days),
    )


def event_entry(event: Event) -> ical.Entry:
    """The public entry. Sequence 0, so that a later invitation with the same UID always counts as newer."""
    days = days_of(event)
    return ical.Entry(
        uid=event.uid,
        sequence=0,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.revised_at,
        summary=event.title,
        description="\n".join([event.offer.summary, *_several_in_words(days)]),
        location=place_of(event),
        url=address_of(event),
        status=ical.Status.CANCELLED if event.is_cancelled else ical.Status.CONFIRMED,
        transparent=event.is_cancelled or _leave_days_between(days),
    )


def booking_file(booking: Booking) -> bytes:
    return ical.publish([booking_entry(booking)])


def event_file(event: Event) -> bytes:
    return ical.publish([event_entry(event)])


def address_of(thing: Booking | Event) -> str:
    return settings.SITE_URL + thing.get_absolute_url()


def _notes_on(booking: Booking, days: list[EventDay]) -> list[str]:
    """Never the way into the video conference, a phone number or another person's name: calendars are shared."""
    notes = [f"Buchungsnummer: {booking.reference}", *_several_in_words(days)]
    if takes_part_online(booking):
        notes.append(ACCESS_FROM_THE_DAY_BEFORE)
    if booking.event.access_note and comes_to_the_house(booking):
        notes.append(f"Barrierefreiheit: {booking.event.access_note}")
    return [*notes, f"Ihre Buchung: {address_of(booking)}"]


def _several_in_words(days: list[EventDay]) -> list[str]:
    """An event of several days is one entry from the first hour to the last: a reader finds the single days in the notes."""
    return [in_words(day) for day in days] if len(days) > 1 else []


def _leave_days_between(days: list[EventDay]) -> bool:
    """Then the entry spans days without it: it is shown, but keeps nobody from other dates."""
    return any(later.starts_at - earlier.ends_at > timedelta(days=1) for earlier, later in pairwise(days))

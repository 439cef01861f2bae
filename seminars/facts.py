"""What a person must know of an event, in words; and what a change of it was."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Self

from django.utils import dateformat

from missione.shared import clock
from missione.shared.templatetags.portal import time_range, weekday_date
from seminars.choices import Mode, State, TakingPart
from seminars.models import Booking, Event, EventDay

ACCESS_FROM_THE_DAY_BEFORE = "Den Zugang zur Videokonferenz finden Sie ab dem Vortag bei Ihrer Buchung."


class Change(NamedTuple):
    label: str
    before: tuple[str, ...]
    now: tuple[str, ...]


class Access(NamedTuple):
    """The way into the video conference: from when on it is shown, and what it is if that is now."""

    opens_at: datetime
    is_open: bool
    link: str


@dataclass(frozen=True)
class EventFacts:
    """An event as people were told it, kept to be compared with what it becomes."""

    date: str
    days: tuple[str, ...]
    place: str

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(
            date=date_in_words(event.starts_at, event.ends_at),
            days=tuple(in_words(day) for day in days_of(event)),
            place=place_of(event),
        )

    def since(self, before: Self) -> list[Change]:
        """The rows of the table „bisher / neu“."""
        changes = [Change("Wann", before.days, self.days), Change("Wo", (before.place,), (self.place,))]
        return [change for change in changes if change.before != change.now]


def days_of(event: Event) -> list[EventDay]:
    """The days of an event; the common one of a single day is not asked from the database."""
    if _berlin_date(event.starts_at) == _berlin_date(event.ends_at):
        return [EventDay(event=event, starts_at=event.starts_at, ends_at=event.ends_at)]
    return event.all_days


def in_words(day: EventDay) -> str:
    return f"{weekday_date(day.starts_at)}, {time_range(day.starts_at, day.ends_at)}"


def place_of(event: Event, taking_part: str = "") -> str:
    """Where it is; at a hybrid event where this person said to take part."""
    house = ", ".join(filter(None, [event.venue, event.address])) or "Vor Ort"
    if event.mode == Mode.ONLINE or (event.mode == Mode.HYBRID and taking_part == TakingPart.ONLINE):
        return "Online, per Videokonferenz"
    if event.mode == Mode.HYBRID and not taking_part:
        return f"{house} oder online"
    return house


def takes_part_online(booking: Booking) -> bool:
    return booking.event.mode == Mode.ONLINE or (booking.event.mode == Mode.HYBRID and booking.taking_part != TakingPart.ONSITE)


def comes_to_the_house(booking: Booking) -> bool:
    return booking.event.mode == Mode.ONSITE or (booking.event.mode == Mode.HYBRID and booking.taking_part != TakingPart.ONLINE)


def access_opens_at(event: Event) -> datetime:
    """From the day before on, who is booked sees the way into the video conference."""
    return datetime.combine(_berlin_date(event.starts_at) - timedelta(days=1), time.min, tzinfo=clock.BERLIN)


def access_to(booking: Booking) -> Access | None:
    """Who is booked sees the way into the video conference until it is over."""
    event = booking.event
    if booking.state != State.BOOKED or event.is_over or not takes_part_online(booking):
        return None
    opens_at = access_opens_at(event)
    is_open = opens_at <= clock.now()
    return Access(opens_at, is_open, event.join_link if is_open else "")


def reminders_ahead(booking: Booking) -> list[datetime]:
    """The moments at which reminders are still to come: to who is booked, by the rules of the offer."""
    if booking.state != State.BOOKED:
        return []
    event = booking.event
    moments = sorted(event.reminder_at(days) for days in event.offer.reminder_days)
    return [moment for moment in moments if clock.now() < moment < event.starts_at]


def seats_in_words(number: int) -> str:
    return "1 Platz" if number == 1 else f"{number} Plätze"


def date_in_words(start: datetime, end: datetime) -> str:
    """am 8. Dezember 2026; vom 8. bis 9. Dezember 2026"""
    first, last = _berlin_date(start), _berlin_date(end)
    if first == last:
        return f"am {dateformat.format(first, 'j. F Y')}"
    layout = "j." if (first.year, first.month) == (last.year, last.month) else "j. F" if first.year == last.year else "j. F Y"
    return f"vom {dateformat.format(first, layout)} bis {dateformat.format(last, 'j. F Y')}"


def _berlin_date(moment: datetime) -> date:
    return moment.astimezone(clock.BERLIN).date()

"""An event at a glance: what a card or a row says about it. Many stand on a page, so Python works it out once."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from missione.shared.clock import BERLIN
from missione.shared.wall_time import MONTHS
from seminars.choices import Format, Mode, Topic
from seminars.models import Booking, Event, Offer
from seminars.standing import STANDING, Standing

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
MODE_ICONS = {Mode.ONLINE: "video", Mode.ONSITE: "pin", Mode.HYBRID: "pin"}


class Glance(NamedTuple):
    """All that a card or a row shows, in words: who sees the same words sees the same markup ({% remember %})."""

    title: str
    address: str
    topic: str
    text: str
    day: str
    month: str
    date: str
    when: str
    time: str
    icon: str
    where: str
    standing: Standing


def glance_at(event: Event) -> Glance:
    start, end = event.starts_at.astimezone(BERLIN), event.ends_at.astimezone(BERLIN)
    one_day = start.date() == end.date()
    time = f"{_clock(start)} bis {_clock(end)}\u00a0Uhr"  # the last word does not stand alone on a line
    return Glance(
        title=event.title,
        address=_address(event.offer.slug, event.slug),
        topic=kind_of(event.offer),
        text=f"Dieser Termin fällt aus: {event.cancellation_reason}" if event.is_cancelled else event.offer.summary,
        day=f"{start.day:02}",
        month=MONTHS[start.month - 1][:3],
        date=f"{start:%Y-%m-%d}",
        when=f"{_day(start)}, {time}" if one_day else _days(start, end),
        time=time if one_day else f"ab {_clock(start)} Uhr, bis {_day(end)}",
        icon=MODE_ICONS[event.mode],
        where=_where(event),
        standing=_standing_for(event),
    )


def kind_of(offer: Offer) -> str:
    """Kompakt-Webinar · Wärme"""
    return f"{Format(offer.format).label} · {Topic(offer.topic).label}"


def mark_own(events: list[Event], person) -> list[Event]:
    """Lets the events know how this person stands with them, so that a list says it."""
    if person.is_authenticated:
        own = Booking.objects.of(person).active().filter(event__in=[event.pk for event in events])
        states = dict(own.order_by().values_list("event_id", "state"))
        for event in events:
            event.own_state = states.get(event.pk)
    return events


def _standing_for(event: Event) -> Standing:
    """The reader's own booking says more than the seats that are left."""
    if event.is_cancelled:
        return Standing("danger", "Abgesagt")
    own = getattr(event, "own_state", None)
    return STANDING[own] if own else Standing(*event.situation)


def _where(event: Event) -> str:
    label = Mode(event.mode).label
    return label if event.is_online or not event.venue else f"{label}: {event.venue}"


@lru_cache(maxsize=2000)
def _address(offer_slug: str, slug: str) -> str:
    return reverse("seminars:event", args=[offer_slug, slug])


def _day(moment: datetime) -> str:
    """Di, 8. Dezember 2026"""
    return f"{WEEKDAYS[moment.weekday()]}, {moment.day}. {MONTHS[moment.month - 1]} {moment.year}"


def _days(start: datetime, end: datetime) -> str:
    """Di, 8. bis Mi, 9. Dezember 2026"""
    if start.year != end.year:
        return f"{_day(start)} bis {_day(end)}"
    month = "" if start.month == end.month else f" {MONTHS[start.month - 1]}"
    return f"{WEEKDAYS[start.weekday()]}, {start.day}.{month} bis {_day(end)}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"

"""Making, showing, changing and calling off events."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from missione.shared import clock
from missione.shared.letters import posted_together
from missione.shared.wall_time import wall_moment
from seminars import mails
from seminars.actions.seats import fill_free_seats, invite, leave, locked_event
from seminars.actions.unnamed import held_at, let_go, renew_deadlines
from seminars.choices import OPEN, State
from seminars.errors import NotPossible
from seminars.facts import EventFacts, access_opens_at, takes_part_online
from seminars.models import Event, EventDay, Offer, Reminder
from seminars.promotion import offer_ends_at

COPIED = ("subtitle", "speakers", "mode", "venue", "address", "access_note", "join_link", "seats")


@dataclass(frozen=True)
class Span:
    """One day of an event, from and to, aware."""

    starts_at: datetime
    ends_at: datetime

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


@transaction.atomic
def create_event(*, offer: Offer, days: list[Span], **fields) -> Event:
    """A draft; its address is its first date in Berlin."""
    fields.setdefault("mode", offer.mode)
    fields.setdefault("seats", offer.seats)
    days = sorted(days, key=lambda day: day.starts_at)
    event = Event(offer=offer, starts_at=days[0].starts_at, ends_at=days[-1].ends_at, **fields)
    event.slug = event.slug or _free_slug(event)
    event.save()
    _write_days(event, days)
    return event


@transaction.atomic
def publish_event(*, event: Event) -> Event:
    event = locked_event(event.pk)
    if event.published_at is None:
        _require_that_it_is_to_come(event)
        event.published_at = clock.now()
        event.save(update_fields=["published_at", "changed_at"])
    return event


@transaction.atomic
def change_event(*, event: Event, changes: dict | None = None, days: list[Span] | None = None) -> Event:
    """Change what stands in `changes`, and the days. Another time or place: a new version, and everybody concerned is told."""
    changes = dict(changes or {})
    seats = changes.pop("seats", None)
    event = locked_event(event.pk)
    version, was_a_draft = event.version, event.published_at is None
    before, link = EventFacts.of(event), event.join_link
    for name, value in changes.items():
        setattr(event, name, value)
    moved = _move(event, days) if days else False
    if was_a_draft and event.published_at:
        _require_that_it_is_to_come(event)
    if EventFacts.of(event).since(before):
        _new_version(event, reminders_again=moved)
    event.save()
    if event.version != version and not event.is_cancelled and not event.is_over:
        _tell_of_the_change(event, before)
    if event.join_link and event.join_link != link:
        _tell_of_the_new_way_in(event)
    if seats is not None and seats != event.seats:
        _set_seats(event, seats)
    return event


@transaction.atomic
def change_seats(*, event: Event, seats: int) -> Event:
    """More seats promote who waits. Fewer than are taken throws nobody out and promotes nobody (event.over_limit says so)."""
    event = locked_event(event.pk)
    _set_seats(event, seats)
    return event


@transaction.atomic
def cancel_event(*, event: Event, reason: str) -> Event:
    """Call it off: every open booking ends, everybody is told why. Twice is once."""
    event = locked_event(event.pk)
    if event.is_cancelled:
        return event
    if event.is_over:
        raise NotPossible("Der Termin ist schon vorbei.")
    event.cancelled_at, event.cancellation_reason = clock.now(), reason
    event.revised_at, event.version = clock.now(), event.version + 1
    with posted_together():
        for team, held in held_at(event):
            mails.team_event_cancelled(team, let_go(held, event, State.CANCELLED))
        for booking in event.bookings.open().select_related("person").order_by("number"):
            booking.event = event
            leave(booking, State.CANCELLED)
            booking.cancellation_reason, booking.cancelled_by_staff = "Der Termin wurde abgesagt.", True
            booking.save()
            mails.event_cancelled(booking)
    event.save()
    return event


def copy_event(*, event: Event, days: list[Span]) -> Event:
    """„Termin kopieren“: a new draft with the same place and rules, its own UID, and nobody booked."""
    return create_event(offer=event.offer, days=days, **{name: getattr(event, name) for name in COPIED})


@transaction.atomic
def create_series(*, event: Event, dates: list[date]) -> list[Event]:
    """Drafts like `event` on other dates, at the same wall time in Berlin: 10:00 stays 10:00 across the change of clocks."""
    days = list(event.days.all())
    return [copy_event(event=event, days=days_on(days, first)) for first in sorted(set(dates))]


def repeated_dates(*, first: date, weeks_between: int, count: int) -> list[date]:
    return [first + timedelta(weeks=weeks_between * n) for n in range(count)]


def monthly_dates(*, first: date, count: int) -> list[date]:
    """The same weekday of the month, say every second Tuesday. A fifth one means the last: not every month has five."""
    week = (first.day - 1) // 7
    return [_weekday_of_month(first, months_on, week) for months_on in range(count)]


def _weekday_of_month(first: date, months_on: int, week: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months_on, 12)
    begin = date(year, month + 1, 1)
    day = begin + timedelta(days=(first.weekday() - begin.weekday()) % 7, weeks=week)
    return day if day.month == begin.month else day - timedelta(weeks=1)


def days_on(days: list[EventDay], first: date) -> list[Span]:
    """The same days at the same wall times, beginning on another date. Refuses a time that is not there on that date."""
    shift = first - days[0].starts_at.astimezone(clock.BERLIN).date()
    return [_on(day, shifted_by=shift) for day in days]


def _on(day: EventDay, shifted_by: timedelta) -> Span:
    def shifted(moment: datetime) -> datetime:
        local = moment.astimezone(clock.BERLIN)
        # in UTC: hours subtracted from it later are hours that pass
        return wall_moment(local.date() + shifted_by, time(local.hour, local.minute)).astimezone(UTC)

    return Span(shifted(day.starts_at), shifted(day.ends_at))


def _require_that_it_is_to_come(event: Event) -> None:
    if event.is_over:
        raise NotPossible("Der Termin ist schon vorbei. Veröffentlichen lässt sich nur, was noch kommt.")


def _free_slug(event: Event) -> str:
    """The date in Berlin, 2026-12-08; the second event of a day is 2026-12-08-2. Never one that led to another event."""
    # Two drafts at once must not find the same one free.
    Offer.objects.select_for_update(no_key=True).values_list("pk").get(pk=event.offer_id)
    day = f"{event.starts_at.astimezone(clock.BERLIN):%Y-%m-%d}"
    others = Event.objects.filter(offer=event.offer).exclude(pk=event.pk).values_list("slug", "former_slugs")
    taken = {slug for now, former in others for slug in (now, *former)}
    candidates = (day if n == 1 else f"{day}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def _spans(event: Event) -> list[Span]:
    return [Span(day.starts_at, day.ends_at) for day in event.days.order_by("starts_at")]


def _write_days(event: Event, days: list[Span]) -> None:
    EventDay.objects.bulk_create([EventDay(event=event, starts_at=day.starts_at, ends_at=day.ends_at) for day in days])
    event.__dict__.pop("all_days", None)


def _move(event: Event, days: list[Span]) -> bool:
    """New days, unless they are the old ones. The old address goes on leading here; who was offered a seat answers in time."""
    days = sorted(days, key=lambda day: day.starts_at)
    if _spans(event) == days:
        return False
    if days[0].has_begun and not event.has_begun:
        raise NotPossible("Der neue Beginn liegt in der Vergangenheit. Prüfen Sie Tag und Jahr.")
    event.starts_at, event.ends_at = days[0].starts_at, days[-1].ends_at
    event.days.all().delete()
    _write_days(event, days)
    _take_the_address_of_its_date(event)
    deadline = offer_ends_at(event)
    event.bookings.filter(state=State.OFFERED, offered_until__gt=deadline).update(offered_until=deadline)
    renew_deadlines(event)
    return True


def _take_the_address_of_its_date(event: Event) -> None:
    slug = _free_slug(event)
    if slug.split("-")[:3] != event.slug.split("-")[:3]:
        event.former_slugs = [former for former in [*event.former_slugs, event.slug] if former != slug]
        event.slug = slug


def _new_version(event: Event, *, reminders_again: bool) -> None:
    """What people see of the event changed. Reminders are due again only if its time did."""
    event.version += 1
    event.revised_at = clock.now()
    if not reminders_again:
        Reminder.objects.filter(booking__event=event, event_version=event.version - 1).update(event_version=event.version)


def _tell_of_the_change(event: Event, before: EventFacts) -> None:
    with posted_together():
        for team, held in held_at(event):
            mails.team_event_changed(team, held, before)
        for booking in event.bookings.named().filter(state__in=OPEN).select_related("person").order_by("number"):
            booking.event = event
            if booking.invited_at:
                invite(booking)
                booking.save(update_fields=["sequence", "invited_at", "changed_at"])
            mails.event_changed(booking, before)


def _tell_of_the_new_way_in(event: Event) -> None:
    """Only those who could have seen the old one: booked, from the day before until the end."""
    if access_opens_at(event) > clock.now() or event.is_cancelled or event.is_over:
        return
    for booking in event.bookings.named().filter(state=State.BOOKED).select_related("person").order_by("number"):
        booking.event = event
        if takes_part_online(booking):
            mails.access_changed(booking)


def _set_seats(event: Event, seats: int) -> None:
    event.seats = seats
    event.save(update_fields=["seats", "changed_at"])
    fill_free_seats(event)

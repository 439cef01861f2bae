"""Seats of a team without a name: they get one, are given back, or become free at their deadline."""

from collections.abc import Iterable
from itertools import groupby

from django.db import transaction
from django.db.models import F

from missione.shared import clock
from missione.shared.due import one_by_one
from seminars import mails
from seminars.actions.entering import refuse_two_at_once, refuse_whoever_is_in
from seminars.actions.seats import fill_free_seats, invite, leave, locked_booking, locked_event, save_counters
from seminars.actions.team_seats import lock_colleagues, told_of_a_colleague
from seminars.choices import State
from seminars.errors import NotPossible
from seminars.mails import WhyFreed
from seminars.models import Booking, Event
from seminars.naming import ASK_FOR_NAMES, ask_for_names_at, naming_ends_at
from teams.actions.steps import locked_team
from teams.models import Person, Team

GONE = "Dieser Platz hat inzwischen einen Namen, oder er ist schon wieder frei. Bitte laden Sie die Seite neu."
NAMED_TOO_LATE = "Die Frist, diesen Platz zu benennen, ist vorbei."


@transaction.atomic
def name_seat(*, booking: Booking, person: Person, by: Person) -> Booking:
    """From now on it is this person's seat, like any other. Twice is once."""
    team = locked_team(booking.team_id)
    (person,) = lock_colleagues(team, [person])
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.person_id == person.pk and booking.is_open:
        return booking
    if not booking.can_be_named:
        raise NotPossible(NAMED_TOO_LATE if booking.is_unnamed and booking.is_open else GONE)
    with told_of_a_colleague():
        sequences = refuse_whoever_is_in(event, [person])
        refuse_two_at_once(event, [person])
    _name(booking, person, by, sequences[person.pk])
    mails.booking_confirmed(booking)
    return booking


@transaction.atomic
def give_back_seat(*, booking: Booking, by: Person) -> Booking:
    """The next person moves up; the lead is told if somebody else did it. Twice is once."""
    event = locked_event(booking.event_id)
    booking = locked_booking(event, booking.pk)
    if booking.is_unnamed and not booking.is_open:
        return booking
    if not booking.is_unnamed or event.has_begun:
        raise NotPossible(GONE)
    let_go([booking], event, State.CANCELLED)
    if not booking.team.memberships.leads().of(by).exists():
        mails.unnamed_seats_freed(booking.team, [booking], WhyFreed.BY_STAFF)
    fill_free_seats(event)
    return booking


@transaction.atomic
def release_seats_of(team: Team) -> None:
    """The team rests or has ended: what it holds without a name becomes free."""
    for event_id in sorted(set(Booking.objects.held_for(team).values_list("event", flat=True))):
        event = locked_event(event_id)
        if freed := let_go(event.bookings.held_for(team), event, State.CANCELLED):
            mails.unnamed_seats_freed(team, freed, WhyFreed.TEAM_AWAY)
            fill_free_seats(event)


def free_unnamed_seats() -> int:
    """At the deadline seats without a name become free, and the next move up. Returns how often that was: per team and event."""
    due = Booking.objects.unnamed().filter(unnamed_until__lte=clock.now())
    return one_by_one(_free_unnamed_seats, _by_event_and_team(due))


@transaction.atomic
def _free_unnamed_seats(event_id: int, team_id: int) -> bool:
    event, team = locked_event(event_id), Team.objects.get(pk=team_id)
    freed = let_go(event.bookings.held_for(team).filter(unnamed_until__lte=clock.now()), event, State.EXPIRED)
    if freed:
        mails.unnamed_seats_freed(team, freed, WhyFreed.DEADLINE)
        fill_free_seats(event)
    return bool(freed)


def ask_for_names() -> int:
    """Two days before the deadline the lead is reminded; not of seats that are younger than that. Returns how many letters."""
    return one_by_one(_ask_for_names, _by_event_and_team(_not_yet_asked(Booking.objects.unnamed())))


@transaction.atomic
def _ask_for_names(event_id: int, team_id: int) -> bool:
    event, team = locked_event(event_id), Team.objects.get(pk=team_id)
    held = list(_not_yet_asked(event.bookings.held_for(team)).order_by("number"))
    for booking in held:
        booking.event, booking.name_asked_at = event, clock.now()
        booking.save(update_fields=["name_asked_at", "changed_at"])
    if held:
        mails.names_needed(team, held)
    return bool(held)


def renew_deadlines(event: Event) -> None:
    """The event takes place at another time. The letter about that names the new deadline; it replaces a reminder due by now."""
    deadline = naming_ends_at(event)
    asked_at = None if ask_for_names_at(deadline) > clock.now() else clock.now()
    event.bookings.unnamed().update(unnamed_until=deadline, name_asked_at=asked_at)


def held_at(event: Event) -> list[tuple[Team, list[Booking]]]:
    """What teams hold there without a name."""
    held = list(event.bookings.unnamed().select_related("team").order_by("team_id", "number"))
    for booking in held:
        booking.event = event
    return [(team, list(group)) for team, group in groupby(held, key=lambda booking: booking.team)]


def let_go(bookings: Iterable[Booking], event: Event, state: State) -> list[Booking]:
    gone = list(bookings)
    for booking in gone:
        booking.event = event
        leave(booking, state)
        booking.save()
    save_counters(event)
    return gone


def _name(booking: Booking, person: Person, by: Person, sequence: int) -> None:
    """The needs are those of the person's own profile. Reminders that were due before the name came are not for this person."""
    booking.person, booking.booked_by, booking.unnamed_until = person, by, None
    booking.needs = [need for need in person.needs if need in booking.event.possible_needs]
    booking.seated_at = clock.now()
    booking.sequence = sequence
    invite(booking)
    booking.save()


def _not_yet_asked(held):
    """Due: the moment to remind is past, the deadline is not, and the seat was held before that moment."""
    now = clock.now()
    due = held.filter(name_asked_at=None, unnamed_until__gt=now, unnamed_until__lte=now + ASK_FOR_NAMES)
    return due.filter(created_at__lt=F("unnamed_until") - ASK_FOR_NAMES)


def _by_event_and_team(bookings) -> list[tuple[int, int]]:
    return list(bookings.order_by("event_id", "team_id").values_list("event_id", "team_id").distinct())

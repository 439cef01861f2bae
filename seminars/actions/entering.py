"""The one door for whoever comes new to an event, and the way out. Only under the event's lock (locked_event)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, Max, Q

from missione.shared import clock
from missione.shared.letters import posted_together
from seminars import mails
from seminars.actions.seats import clashes_of, fill_free_seats, free_seat_numbers, leave, next_number, save_counters, seat
from seminars.answers import NOTHING_SAID, Answers
from seminars.choices import ACTIVE, State
from seminars.errors import (
    AlreadyBooked,
    BookingClosed,
    BookingNotOpen,
    EventBegun,
    EventCancelled,
    EventFull,
    NotPossible,
    TimeTaken,
)
from seminars.models import Booking, Event
from teams.models import Person, Team

# What promotion from the waiting list writes to the row.
MOVED_UP = ["state", "seat_number", "seated_at", "offered_until", "sequence", "invited_at"]


def require_open(event: Event, *, by_hand: bool = False) -> None:
    """Nobody comes to what is off or has begun; the booking window binds everybody but staff."""
    if event.is_cancelled:
        raise EventCancelled
    if event.has_begun:
        raise EventBegun
    if by_hand:
        return
    if event.opens_at and event.opens_at > clock.now():
        raise BookingNotOpen(f"Die Anmeldung beginnt am {event.opens_at.astimezone(clock.BERLIN):%d.%m.%Y um %H:%M} Uhr.")
    if not event.is_open:
        raise BookingClosed


def lock_people(people: Iterable[Person]) -> dict[int, Person]:
    """Ascending, before any event: one order for all, so that nobody waits in a circle."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in={person.pk for person in people})
    locked = {row.pk: row for row in rows.order_by("pk")}
    if any(row.deleted_at for row in locked.values()):
        raise NotPossible("Dieses Konto ist inzwischen gelöscht.")
    return locked


def enter(
    event: Event,
    person: Person,
    *,
    by: Person,
    answers: Answers,
    join_waiting_list: bool,
    approved: bool = False,
    team: Team | None = None,
) -> Booking:
    (booking,) = enter_all(event, {person: answers}, by=by, join_waiting_list=join_waiting_list, approved=approved, team=team)
    return booking


def enter_all(
    event: Event,
    newcomers: Mapping[Person, Answers],
    *,
    by: Person | None = None,
    join_waiting_list: bool,
    approved: bool = False,
    team: Team | None = None,
) -> list[Booking]:
    """The one door for whoever comes new to an event: all of them in this order, or none. Without `by` each comes alone."""
    sequences = refuse_whoever_is_in(event, newcomers)
    refuse_two_at_once(event, newcomers)
    numbers = free_seat_numbers(event, len(newcomers))
    bookings = []
    for person, answers in newcomers.items():
        if not event.has_room and not join_waiting_list:
            raise EventFull
        booking = _newcomer(event, person, by=by or person, team=team, answers=answers, sequence=sequences[person.pk])
        if event.offer.needs_approval and not approved:
            booking.state = State.REQUESTED
        else:
            seat_or_queue(booking, numbers)
        bookings.append(booking)
    Booking.objects.bulk_create(bookings)
    save_counters(event)
    with posted_together():
        for booking in bookings:
            tell_where_it_stands(booking)
    if waiting := [booking for booking in bookings if booking.state == State.WAITING]:
        fill_free_seats(event)
        for booking in waiting:
            booking.refresh_from_db(fields=MOVED_UP)
    return bookings


def enter_unnamed(event: Event, team: Team, *, by: Person, until: datetime) -> Booking:
    """A seat whose person is named later. It never waits, and there is nobody to tell yet."""
    if not event.has_room:
        raise EventFull
    booking = _newcomer(event, None, by=by, team=team, answers=NOTHING_SAID)
    booking.unnamed_until = until
    seat(booking, next(free_seat_numbers(event)))
    booking.save()
    save_counters(event)
    return booking


def replace(old: Booking, person: Person, *, by: Person, team: Team | None) -> Booking:
    """Another takes over the seat, which is never free in between. What the first person said was theirs and stays behind."""
    event, number = old.event, old.seat_number
    sequence = refuse_whoever_is_in(event, [person])[person.pk]
    refuse_two_at_once(event, [person])
    old.handed_over_at = clock.now()
    free(old)
    booking = _newcomer(event, person, by=by, team=team, answers=Answers(needs=person.needs), sequence=sequence)
    booking.stands_in_for = old
    seat(booking, number)
    booking.save()
    save_counters(event)
    return booking


def _newcomer(
    event: Event, person: Person | None, *, by: Person, team: Team | None, answers: Answers, sequence: int = 0
) -> Booking:
    return Booking(
        event=event,
        person=person,
        team=team,
        booked_by=by,
        number=next_number(event),
        sequence=sequence,
        taking_part=answers.taking_part,
        needs=[need for need in answers.needs if need in event.possible_needs],
        message=answers.message,
    )


def refuse_whoever_is_in(event: Event, people: Collection[Person]) -> dict[int, int]:
    """Returns, by the key of the person, the SEQUENCE to begin with. It counts per UID and person: who books again goes on
    after the last booking."""
    earlier = Booking.objects.filter(event=event, person__in=people).order_by().values("person")
    known = earlier.annotate(last=Max("sequence"), active=Count("pk", filter=Q(state__in=ACTIVE)))
    by_person = {row["person"]: row for row in known}
    for person in people:
        if person.pk in by_person and by_person[person.pk]["active"]:
            raise AlreadyBooked(person=person)
    return {person.pk: by_person[person.pk]["last"] + 1 if person.pk in by_person else 0 for person in people}


def refuse_two_at_once(event: Event, people: Collection[Person]) -> None:
    clashes = clashes_of(people, event)
    for person in people:
        if person.pk in clashes:
            raise TimeTaken(f"Zur selben Zeit ist schon ein Platz in „{clashes[person.pk]}“ gebucht.", person=person)


def seat_or_queue(booking: Booking, numbers: Iterator[int]) -> None:
    """The next of the free seats, or the end of the queue."""
    if booking.event.has_room:
        seat(booking, next(numbers))
    else:
        booking.state = State.WAITING
        booking.event.waiting_count += 1


def free(booking: Booking) -> None:
    leave(booking, State.CANCELLED)
    booking.save()
    save_counters(booking.event)


def tell_where_it_stands(booking: Booking) -> None:
    letter = {
        State.REQUESTED: mails.booking_requested,
        State.WAITING: mails.booking_waiting,
        State.BOOKED: mails.booking_confirmed,
    }[booking.state]
    letter(booking)

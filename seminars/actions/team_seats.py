"""A lead books seats for the own team: for colleagues by name, and some whose names come later."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from missione.shared.idempotency import answer_once, remember_answer
from seminars import mails
from seminars.actions.entering import enter_all, enter_unnamed, lock_people, require_open
from seminars.actions.seats import locked_event
from seminars.answers import Answers
from seminars.errors import AlreadyBooked, ColleagueBusy, NamesNeeded, NotPossible, TeamNotAtWork, TimeTaken, TooFewSeats
from seminars.models import Booking, Event
from seminars.naming import naming_ends_at, why_no_more_unnamed, why_nothing_unnamed
from teams.actions.steps import locked_team
from teams.models import Person, Team


@transaction.atomic
def book_for_team(
    *,
    team: Team,
    event: Event,
    by: Person,
    people: list[Person],
    unnamed: int = 0,
    join_waiting_list: bool = False,
    request_key: UUID | None = None,
) -> list[Booking]:
    """Seats for all of them, or for none. With `join_waiting_list` whoever gets no seat waits, in the order of `people`."""
    team = locked_team(team.pk)
    people = lock_colleagues(team, people)
    event = locked_event(event.pk)
    body = {"team": team.pk, "event": event.pk, "people": sorted(person.pk for person in people), "unnamed": unnamed}
    if earlier := _answered(request_key, deed="book_for_team", by=by.pk, **body):
        return earlier
    if not team.is_at_work:
        raise TeamNotAtWork
    require_open(event)
    _require_seats(event, team, len(people), unnamed, join_waiting_list)
    bookings = _enter(event, people, by=by, team=team, join_waiting_list=join_waiting_list)
    until = naming_ends_at(event)
    bookings += [enter_unnamed(event, team, by=by, until=until) for _ in range(unnamed)]
    mails.team_seats_booked(team, by, bookings)
    _remember(request_key, bookings)
    return bookings


@transaction.atomic
def part_from_team(*, team: Team, person: Person) -> None:
    """Who leaves a team keeps the seats: they are the person's own from now on."""
    theirs = Booking.objects.filter(team=team, person=person).open()
    for event_id in sorted(theirs.values_list("event", flat=True)):
        locked_event(event_id)
    theirs.update(team=None)


def lock_colleagues(team: Team, people: list[Person]) -> list[Person]:
    """The same people in the same order, locked. The team is locked, so who belongs to it stays so."""
    rows = lock_people(people)
    belong = set(team.memberships.filter(person__in=rows, person__is_active=True).values_list("person", flat=True))
    if gone := [person for person in people if person.pk not in belong]:
        raise NotPossible(f"{gone[0].name} gehört nicht mehr zum Team. Bitte laden Sie die Seite neu.")
    return [rows[person.pk] for person in people]


@contextmanager
def told_of_a_colleague() -> Iterator[None]:
    """What speaks to the person who books is said to who enters somebody else; of the other date nothing is told."""
    try:
        yield
    except AlreadyBooked as refusal:
        raise ColleagueBusy(f"{refusal.person.name} ist bei diesem Termin schon dabei.") from None
    except TimeTaken as refusal:
        raise ColleagueBusy(f"{refusal.person.name} hat zur selben Zeit schon einen anderen Termin.") from None


def _enter(event: Event, people: list[Person], *, by: Person, team: Team, join_waiting_list: bool) -> list[Booking]:
    """The needs are those of each person's own profile: a lead neither says nor sees them."""
    newcomers = {person: Answers(needs=person.needs) for person in people}
    with told_of_a_colleague():
        return enter_all(event, newcomers, by=by, team=team, join_waiting_list=join_waiting_list)


def _require_seats(event: Event, team: Team, named: int, unnamed: int, join_waiting_list: bool) -> None:
    free = event.free_seats if event.has_room else 0
    if not named + unnamed:
        raise NotPossible("Wählen Sie mindestens eine Person oder einen Platz ohne Namen.", field="people")
    if not event.offer.needs_approval and named + unnamed > free and not join_waiting_list:
        raise TooFewSeats(free)
    if not unnamed:
        return
    if reason := why_nothing_unnamed(event):
        raise NamesNeeded(reason, field="unnamed")
    if named + unnamed > free:
        raise NamesNeeded("Plätze ohne Namen können nicht warten. Tragen Sie dort 0 ein.", field="unnamed")
    if reason := why_no_more_unnamed(event.bookings.held_for(team).count(), unnamed):
        raise NamesNeeded(reason, field="unnamed")


def _answered(request_key: UUID | None, **body) -> list[Booking] | None:
    """What this very form booked before. Asked under the locks, so that ten identical posts come one by one."""
    references = answer_once(request_key, digest_of=body) if request_key else None
    if not references:
        return None
    return list(Booking.objects.filter(reference__in=references.split()).select_related("person").order_by("number"))


def _remember(request_key: UUID | None, bookings: list[Booking]) -> None:
    if request_key:
        remember_answer(request_key, " ".join(booking.reference for booking in bookings))

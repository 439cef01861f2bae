"""What a team has booked together: who goes where, and which seats still want a name.

Members see of each other the name, the event and how the booking stands; what somebody needs or wrote is not even asked for here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from seminars.choices import State
from seminars.facts import days_of
from seminars.models import Booking, Event
from seminars.querysets import IN_LISTS
from seminars.standing import Standing, standing_of
from teams.models import Membership, Person, Team

ALREADY = {
    State.REQUESTED: "Hat für diesen Termin schon angefragt.",
    State.WAITING: "Steht schon auf der Warteliste.",
    State.OFFERED: "Hat schon einen Platz angeboten bekommen.",
}
BOOKED_ALREADY = "Hat schon einen Platz."
ELSEWHERE = "Hat zur selben Zeit schon einen anderen Termin."
SAID = ("reference", "state", "number", "handed_over_at", "unnamed_until", "team")
OF_THE_EVENT = tuple(f"event__{name}" for name in IN_LISTS)


class Going(NamedTuple):
    """Somebody of the team who goes, or wants to."""

    name: str
    reference: str
    standing: Standing
    has_a_seat: bool
    can_be_handed_over: bool
    can_be_given_back: bool


@dataclass
class TeamDate:
    """An event with those of the team who go, and the seats that are held without a name."""

    event: Event
    going: list[Going] = field(default_factory=list)
    unnamed: list[Booking] = field(default_factory=list)

    @property
    def until(self) -> datetime | None:
        return self.unnamed[0].unnamed_until if self.unnamed else None


class Candidate(NamedTuple):
    """Somebody who might go, and what stands in the way."""

    key: str
    person: Person
    obstacle: str


def team_dates(team: Team) -> list[TeamDate]:
    """The dates ahead, the next first. Two questions, however many they are."""
    dates: dict[int, TeamDate] = {}
    for booking in Booking.objects.of_team(team).only(*SAID, "person__first_name", "person__last_name", *OF_THE_EVENT):
        _date(dates, booking).going.append(_going(booking, team))
    held = Booking.objects.held_for(team).select_related("event__offer").order_by("unnamed_until", "number")
    for booking in held.only(*SAID, "person", *OF_THE_EVENT):
        _date(dates, booking).unnamed.append(booking)
    return sorted(dates.values(), key=lambda date: (date.event.starts_at, date.event.pk))


def to_do_first(dates: list[TeamDate]) -> list[TeamDate]:
    """Those that still want names, then the others, each the next first: what is cut off at the end can wait."""
    return sorted(dates, key=lambda date: not date.unnamed)


def candidates(event: Event, memberships: Iterable[Membership]) -> list[Candidate]:
    """Each person once, in the order of names. Two questions, however many they are."""
    members = {member.person_id: member for member in memberships if member.person.is_active}
    in_already = dict(Booking.objects.active().filter(event=event, person__in=members).order_by().values_list("person", "state"))
    clashing = Booking.objects.filter(person__in=members).clashing_with(event, days_of(event))
    elsewhere = set(clashing.order_by().values_list("person", flat=True))
    found = [
        Candidate(str(member.reference), member.person, _obstacle(member.person_id, in_already, elsewhere))
        for member in members.values()
    ]
    return sorted(found, key=lambda one: (one.person.last_name.lower(), one.person.first_name.lower(), one.person.pk))


def members_of(team: Team) -> QuerySet[Membership]:
    return team.memberships.select_related("person")


def team_mates_of(person: Person) -> QuerySet[Membership]:
    """Who is in a team with this person."""
    teams = Membership.objects.of(person).in_teams_let_in().values("team")
    return Membership.objects.filter(team__in=teams).exclude(person=person).select_related("person").order_by("-pk")


def _date(dates: dict[int, TeamDate], booking: Booking) -> TeamDate:
    return dates.setdefault(booking.event_id, TeamDate(booking.event))


def _going(booking: Booking, team: Team) -> Going:
    """Whoever booked alone gives back alone; a lead sends somebody else, and gives back what was booked for the team."""
    return Going(
        name=booking.person.name,
        reference=booking.reference,
        standing=standing_of(booking),
        has_a_seat=booking.state == State.BOOKED,
        can_be_handed_over=booking.can_be_handed_over,
        can_be_given_back=booking.can_be_handed_over and booking.team_id == team.pk,
    )


def _obstacle(person_id: int, in_already: dict[int, str], elsewhere: set[int]) -> str:
    if person_id in in_already:
        return ALREADY.get(in_already[person_id], BOOKED_ALREADY)
    return ELSEWHERE if person_id in elsewhere else ""

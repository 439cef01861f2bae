"""Vertretung: a colleague takes over a seat in one step."""

from django.db import transaction

from seminars import mails
from seminars.actions.entering import lock_people, replace
from seminars.actions.seats import locked_booking, locked_event, require_a_name
from seminars.actions.team_seats import told_of_a_colleague
from seminars.errors import EventBegun, NotAColleague, NotPossible
from seminars.models import Booking
from seminars.permissions import colleagues_of
from teams.models import Person, Team


@transaction.atomic
def hand_over(*, booking: Booking, to: Person, by: Person) -> Booking:
    """The seat goes to a colleague without being free in between. Twice is once. Returns the booking of who takes over."""
    require_a_name(booking)
    people = lock_people([booking.person, to])
    event = locked_event(booking.event_id)
    old = locked_booking(event, booking.pk)
    if taken_over := old.taken_over.filter(person=to).first():
        return taken_over
    if event.has_begun:
        raise EventBegun("Der Termin hat schon begonnen. Eine Vertretung ist nicht mehr möglich.")
    if not old.can_be_handed_over:
        raise NotPossible("Nur ein fest gebuchter Platz kann weitergegeben werden.")
    if not colleagues_of(people[old.person_id]).filter(pk=to.pk).exists():
        raise NotAColleague
    with told_of_a_colleague():
        new = replace(old, people[to.pk], by=by, team=_shared_team(old.team, to))
    mails.seat_handed_over(old, new)
    mails.seat_taken_over(new)
    return new


def _shared_team(team: Team | None, person: Person) -> Team | None:
    """A seat that was booked for a team stays with it if the colleague belongs to it."""
    return team if team and team.memberships.of(person).exists() else None

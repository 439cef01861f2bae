"""The mays: they ask who; whether it can still be done, the action asks."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet

from seminars.models import Event
from teams.choices import TeamState
from teams.models import Membership, Person, Team
from teams.permissions import can_lead, can_work_in


def can_book(person, event: Event) -> bool:
    """Every verified account books for itself."""
    return person.is_authenticated and person.is_active


def can_run_events(person) -> bool:
    return person.is_active and person.is_staff


def can_book_for(person, team: Team) -> bool:
    return can_lead(person, team)


def can_book_for_a_team(person) -> bool:
    """Leads one that is at work."""
    at_work = Team.objects.filter(state=TeamState.APPROVED)
    return person.is_authenticated and person.is_active and at_work.led_by(person).exists()


def can_see_seats_of(person, team: Team) -> bool:
    """Who belongs to it sees who goes where; what somebody needs or wrote is nobody's but theirs."""
    return can_work_in(person, team) or can_run_events(person)


def colleagues_of(person: Person) -> QuerySet[Person]:
    """Who may take over a seat of this person: of the same authority with a confirmed address, or of a common team."""
    others = Person.objects.filter(is_active=True).exclude(pk=person.pk)
    teams = Membership.objects.of(person).in_teams_let_in().values("team")
    in_a_common_team = Exists(Membership.objects.filter(person=OuterRef("pk"), team__in=teams))
    if not person.agency_id:
        return others.filter(in_a_common_team)
    confirmed = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
    return others.filter(Q(in_a_common_team) | Q(confirmed, agency=person.agency_id))

"""Asking to join a team of one's own authority. The team is locked first; accepting also holds its authority, above it."""

from datetime import timedelta

from django.db import transaction

from missione.shared import clock
from teams import belonging_mails as mails
from teams.actions.members import hold_agency, welcome
from teams.actions.steps import locked_team
from teams.choices import Answer
from teams.errors import AlreadyMember, AskedTooOften, NotInYourAgency, TeamClosed, WishGone
from teams.models import JoinRequest, Membership, Person, Team

MOST_WISHES = 3  # of one person to one team, within:
COUNTED = timedelta(days=30)
FORGOTTEN_AFTER = timedelta(days=90)


@transaction.atomic
def ask_to_join(*, team: Team, person: Person, message: str = "") -> JoinRequest:
    """The lead gets a letter. Twice is once."""
    team = locked_team(team.pk)
    wishes = JoinRequest.objects.filter(team=team, person=person)
    if asked := wishes.filter(state=Answer.OPEN).first():
        return asked
    _refuse(team, person)
    if wishes.filter(created_at__gt=clock.now() - COUNTED).count() >= MOST_WISHES:
        raise AskedTooOften
    wish = JoinRequest.objects.create(team=team, person=person, message=message)
    if lead := team.memberships.leads().select_related("person").first():
        mails.join_asked(wish, lead.person)
    return wish


def _refuse(team: Team, person: Person) -> None:
    if not team.is_let_in:
        raise TeamClosed
    if Membership.objects.of(person).filter(team=team).exists():
        raise AlreadyMember
    if not Person.objects.filter(pk=person.pk, agency=team.agency_id).exists():
        raise NotInYourAgency


@transaction.atomic
def withdraw_wish(*, wish: JoinRequest) -> None:
    _answer(_still_open(wish), Answer.WITHDRAWN, by=None)


@transaction.atomic
def accept_wish(*, wish: JoinRequest, by: Person) -> Membership:
    held = hold_agency(wish.team)
    wish = _still_open(wish)
    if not wish.team.is_let_in:
        raise TeamClosed
    if not wish.person.is_active:
        raise WishGone("Diese Person kann sich zurzeit nicht anmelden. Fragen Sie das Kampagnenteam.")
    _answer(wish, Answer.ACCEPTED, by=by)
    mails.join_accepted(wish)
    return welcome(team=wish.team, person=wish.person, held=held)


@transaction.atomic
def decline_wish(*, wish: JoinRequest, by: Person) -> None:
    wish = _still_open(wish)
    _answer(wish, Answer.DECLINED, by=by)
    mails.join_declined(wish)


@transaction.atomic
def forget_old_wishes() -> int:
    """What was answered three months ago, with what people wrote."""
    return JoinRequest.objects.filter(answered_at__lt=clock.now() - FORGOTTEN_AFTER).delete()[0]


def _still_open(wish: JoinRequest) -> JoinRequest:
    """As it is now, its team held until the end of the transaction."""
    team = locked_team(wish.team_id)
    wish = JoinRequest.objects.select_related("person").get(pk=wish.pk)
    wish.team = team
    if wish.state != Answer.OPEN:
        raise WishGone
    return wish


def _answer(wish: JoinRequest, state: Answer, *, by: Person | None) -> None:
    wish.state, wish.decided_by, wish.answered_at = state, by, clock.now()
    wish.save(update_fields=["state", "decided_by", "answered_at", "changed_at"])

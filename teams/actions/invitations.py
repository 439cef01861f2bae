"""Inviting into a team. Every deed locks the team first; accepting also the authority, above it, and the person, below it."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.db.models.functions import Lower

from missione.shared import clock
from teams import belonging_mails as mails
from teams.actions.members import hold_agency, welcome
from teams.actions.steps import locked_team
from teams.choices import Answer
from teams.errors import EnoughLetters, InvitationGone, LetterTooSoon, TeamClosed, TooManyInvitations
from teams.models import Invitation, Membership, Person, Team
from teams.models.belonging import MOST_LETTERS_EACH, invitation_ends_at

MOST_OPEN = 30
MOST_LETTERS_A_DAY = 50
DAY = timedelta(days=1)
PAUSE = timedelta(minutes=10)
REMEMBERED = timedelta(days=14)  # as long as an invitation lasts: withdrawing it and inviting again is no way round the limits


@dataclass
class Invited:
    """What became of a list of addresses."""

    new: list[Invitation] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    later: list[str] = field(default_factory=list)  # had a letter just now, or four of them


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def invite(*, team: Team, by: Person | None, emails: Iterable[str]) -> Invited:
    """A letter to each. Who belongs to the team or is invited already is passed over; too many at once, and nobody is invited."""
    team = locked_team(team.pk)
    if not team.is_let_in:
        raise TeamClosed
    told = Invited()
    addresses = _new_ones(team, dict.fromkeys(email.strip().lower() for email in emails), told)
    _refuse_too_many(team, len(addresses))
    for email in addresses:
        told.new.append(_invite_one(team, by, email))
    return told


def _new_ones(team: Team, emails: Iterable[str], told: Invited) -> list[str]:
    members = {email.lower() for email in team.memberships.values_list("person__email", flat=True)}
    before = _letters_before(team)
    still_open = {email.lower() for email in team.invitations.open().values_list("email", flat=True)}
    new: list[str] = []
    for email in emails:
        if email in members:
            told.members.append(email)
        elif email in still_open:
            told.open.append(email)
        elif email in before:
            told.later.append(email)
        else:
            new.append(email)
    return new


def _letters_before(team: Team) -> set[str]:
    """For whom another letter would be one too many."""
    since = team.invitations.filter(last_letter_at__gt=clock.now() - REMEMBERED).values(address=Lower("email"))
    counted = since.annotate(count=Sum("letters"), last=Max("last_letter_at"))
    enough = counted.filter(Q(count__gte=MOST_LETTERS_EACH) | Q(last__gt=clock.now() - PAUSE))
    return set(enough.order_by().values_list("address", flat=True))


def _refuse_too_many(team: Team, count: int) -> None:
    places = MOST_OPEN - team.invitations.open().count()
    if count > places:
        raise TooManyInvitations(
            f"Höchstens {MOST_OPEN} Einladungen können zugleich offen sein. Jetzt gehen noch {max(places, 0)}. "
            "Ziehen Sie Einladungen zurück, die niemand mehr braucht."
        )
    _refuse_too_many_letters(team, count)


def _refuse_too_many_letters(team: Team, count: int) -> None:
    left = MOST_LETTERS_A_DAY - mails.invitations_since(team, clock.now() - DAY)
    if count > left:
        raise TooManyInvitations(
            f"Ein Team verschickt höchstens {MOST_LETTERS_A_DAY} Einladungen am Tag. Jetzt gehen noch {max(left, 0)}. "
            "Bitte versuchen Sie es morgen wieder."
        )


def _invite_one(team: Team, by: Person | None, email: str) -> Invitation:
    """One that ran out makes room: the address may have only one row that nobody has answered."""
    team.invitations.run_out().filter(email__iexact=email).update(state=Answer.WITHDRAWN, answered_at=clock.now())
    key = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(team=team, email=email, invited_by=by, key_hash=hash_of(key))
    mails.invitation(invitation, key)
    return invitation


@transaction.atomic
def send_invitation_again(*, invitation: Invitation) -> Invitation:
    """With a new key: the old letter leads nowhere any more. Also one that ran out: it lasts another fourteen days."""
    invitation = _locked(invitation)
    if invitation.state != Answer.OPEN or not invitation.team.is_let_in:
        raise InvitationGone
    if not invitation.can_be_sent_again:
        raise EnoughLetters
    if invitation.last_letter_at > clock.now() - PAUSE:
        raise LetterTooSoon
    _refuse_too_many_letters(invitation.team, 1)
    key = secrets.token_urlsafe(32)
    invitation.key_hash, invitation.expires_at = hash_of(key), invitation_ends_at()
    invitation.letters, invitation.last_letter_at = invitation.letters + 1, clock.now()
    invitation.save(update_fields=["key_hash", "expires_at", "letters", "last_letter_at", "changed_at"])
    mails.invitation(invitation, key)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    invitation = _locked(invitation)
    if invitation.state != Answer.OPEN:
        raise InvitationGone
    _answer(invitation, Answer.WITHDRAWN)
    mails.take_back(invitation)


@transaction.atomic
def decline_invitation(*, invitation: Invitation) -> None:
    fresh = _locked(invitation)
    _refuse_dead(fresh, key_hash=invitation.key_hash)
    _answer(fresh, Answer.DECLINED)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: Person) -> Membership:
    """Twice is once. Who works nowhere yet works from now on where the team does."""
    held = hold_agency(invitation.team)
    fresh = _locked(invitation)
    own = Membership.objects.of(person).filter(team=fresh.team).first()
    if own and fresh.state == Answer.ACCEPTED:
        return own
    _refuse_dead(fresh, key_hash=invitation.key_hash)
    _answer(fresh, Answer.ACCEPTED)
    return own or _welcome(fresh, person, held)


@transaction.atomic
def forget_old_invitations() -> int:
    """What was answered or ran out three months ago: an address of somebody who may never have had to do with us."""
    return Invitation.objects.forgettable().delete()[0]


def _welcome(invitation: Invitation, person: Person, held: int) -> Membership:
    member = welcome(team=invitation.team, person=person, held=held, role=invitation.role)
    if lead := invitation.team.memberships.leads().select_related("person").first():
        mails.member_joined(member, lead.person)
    return member


def _locked(invitation: Invitation) -> Invitation:
    """As it is now, its team held until the end of the transaction."""
    team = locked_team(invitation.team_id)
    fresh = Invitation.objects.select_related("invited_by").get(pk=invitation.pk)
    fresh.team = team
    return fresh


def _refuse_dead(invitation: Invitation, *, key_hash: str) -> None:
    """By the key that the person came with: a letter sent again meanwhile carries another."""
    if not invitation.is_open or invitation.key_hash != key_hash or not invitation.team.is_let_in:
        raise InvitationGone


def _answer(invitation: Invitation, state: Answer) -> None:
    invitation.state, invitation.answered_at = state, clock.now()
    invitation.save(update_fields=["state", "answered_at", "changed_at"])

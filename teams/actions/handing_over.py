"""The lead passes on: offered by the one, accepted by the other, and only then do the roles change. The team is locked first."""

from django.db import transaction

from missione.shared import clock
from teams import belonging_mails as mails
from teams.actions.steps import locked_team, note
from teams.choices import Role
from teams.errors import HandoverGone, HandoverOpen, LeadThere, MemberGone, TeamClosed
from teams.models import Handover, Membership, Person, Team


@transaction.atomic
def offer_lead(*, to: Membership) -> Handover:
    """One offer at a time. The same again is the same."""
    team = locked_team(to.team_id)
    if not team.is_let_in:
        raise TeamClosed
    member = team.memberships.select_related("person").filter(pk=to.pk, role=Role.MEMBER, person__is_active=True).first()
    if not member:
        raise MemberGone
    offered = _handover(team)
    if offered and offered.to_id == member.pk:
        return offered
    if offered:
        raise HandoverOpen
    handover = Handover.objects.create(team=team, to=member)
    mails.handover_asked(handover, _lead(team))
    return handover


@transaction.atomic
def accept_lead(*, team: Team, person: Person) -> Membership:
    """Roles change in one transaction: before and after it there is exactly one lead. Twice is once."""
    team = locked_team(team.pk)
    before, handover = _lead(team), _handover(team)
    if not handover and before and before.person_id == person.pk:
        return before
    if not handover or handover.to.person_id != person.pk:
        raise HandoverGone
    now = _make_lead(team, handover.to, before)
    mails.lead_handed_over(now, before=before.person if before else None, version=f"handover:{handover.pk}")
    Handover.objects.filter(pk=handover.pk).delete()
    return now


@transaction.atomic
def appoint_lead(*, member: Membership) -> Membership:
    """By staff, and only where nobody can hand over: the lead is gone, or may not log in any more."""
    team = locked_team(member.team_id)
    if not team.is_let_in:
        raise TeamClosed
    now = team.memberships.select_related("person").filter(pk=member.pk, person__is_active=True).first()
    if not now:
        raise MemberGone
    before = _lead(team)
    if before and before.person.is_active:
        raise LeadThere
    now.team = team
    now = _make_lead(team, now, before)
    Handover.objects.filter(team=team).delete()
    mails.lead_handed_over(now, before=None, version=f"appointed:{clock.now():%Y%m%d%H%M%S}")
    return now


@transaction.atomic
def decline_lead(*, team: Team, person: Person) -> None:
    team = locked_team(team.pk)
    handover, lead = _handover(team), _lead(team)
    if not handover or handover.to.person_id != person.pk:
        raise HandoverGone
    Handover.objects.filter(pk=handover.pk).delete()
    if lead:
        mails.handover_declined(handover, lead)


@transaction.atomic
def take_back_offer(*, team: Team) -> None:
    """Twice is once."""
    team = locked_team(team.pk)
    Handover.objects.filter(team=team).delete()


def _make_lead(team: Team, member: Membership, before: Membership | None) -> Membership:
    """First one lead less, then one more: the database never allows two."""
    if before:
        Membership.objects.filter(pk=before.pk).update(role=Role.MEMBER)
    member.role = Role.LEAD
    member.save(update_fields=["role", "changed_at"])
    note(team, "Die Leitung wurde übergeben.")
    return member


def _lead(team: Team) -> Membership | None:
    return team.memberships.leads().select_related("person").first()


def _handover(team: Team) -> Handover | None:
    """With the locked row of the team, so that letters need not ask again."""
    handover = Handover.objects.select_related("to__person").filter(team=team).first()
    if handover:
        handover.team = handover.to.team = team
    return handover

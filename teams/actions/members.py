"""Who belongs to a team: coming in, leaving, being removed, being the contact. The team is locked first."""

from django.db import transaction

from missione.shared import clock
from teams import belonging_mails as mails
from teams.actions.ending import close_team, open_obligations
from teams.actions.steps import locked_team, note
from teams.choices import Answer, Role, TeamKind
from teams.errors import ClarifyFirst, LeadStays, MemberGone, NotNow, TeamClosed
from teams.models import Agency, Membership, Person, Team
from teams.signals import member_left


def hold_agency(team: Team) -> int:
    """Before the team is locked, by who may write an authority into a person: authorities come first."""
    list(Agency.objects.locked().filter(pk=team.agency_id).values_list("pk"))
    return team.agency_id


def welcome(*, team: Team, person: Person, held: int, role: str = Role.MEMBER) -> Membership:
    """The team is locked, and so is the authority `held`. What was still open between team and person is settled with it."""
    if team.agency_id != held:
        raise NotNow  # carried along by a merge
    member = Membership.objects.create(team=team, person=person, role=role)
    _settle(team, person)
    row = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    refuse_who_is_gone(row)
    if not row.agency_id:
        Person.objects.filter(pk=person.pk).update(agency=team.agency_id)
        person.agency = team.agency
    _no_longer_alone(team)
    note(team, "Ein Mitglied ist dazugekommen.")
    return member


def _no_longer_alone(team: Team) -> None:
    """Who began as one person is a team from the second on, and stays one."""
    if team.kind == TeamKind.SOLO:
        team.kind = TeamKind.TEAM
        team.save(update_fields=["kind", "changed_at"])


def refuse_who_is_gone(person: Person) -> None:
    """The row is locked: the account may have been deleted while we waited for it."""
    if person.deleted_at:
        raise MemberGone("Dieses Konto ist inzwischen gelöscht.")


@transaction.atomic
def leave_team(*, team: Team, person: Person) -> Team:
    """The lead goes last: whoever is alone in a team ends it by leaving. Twice is once."""
    team = locked_team(team.pk)
    member = _membership(team, person)
    if not member:
        return team
    if member.is_lead and team.is_alive:
        if team.memberships.exclude(pk=member.pk).exists():
            raise LeadStays
        if obligations := open_obligations(team=team, person=person):
            raise ClarifyFirst(obligations)
        close_team(team, by=person)
    _let_go(team, member)
    _tell_the_lead(team, member)
    note(team, "Ein Mitglied hat das Team verlassen.")
    return team


@transaction.atomic
def remove_member(*, member: Membership) -> None:
    """The person is told. Not the lead: the lead is handed over, never taken."""
    team = locked_team(member.team_id)
    member = _membership(team, member.person)
    if not member:
        raise MemberGone
    if member.is_lead:
        raise LeadStays("Die Leitung kann nicht entfernt werden. Sie muss zuerst übergeben werden.")
    _let_go(team, member)
    mails.member_removed(team, member)
    note(team, "Ein Mitglied wurde aus dem Team entfernt.")


@transaction.atomic
def name_contact(*, member: Membership) -> Membership:
    """Whom the campaign team turns to. There is one: the one before is none any more."""
    team = locked_team(member.team_id)
    if not team.is_let_in:
        raise TeamClosed
    if not (member := _membership(team, member.person)):
        raise MemberGone
    team.memberships.filter(is_contact=True).exclude(pk=member.pk).update(is_contact=False)
    member.is_contact = True
    member.save(update_fields=["is_contact", "changed_at"])
    return member


def _membership(team: Team, person: Person) -> Membership | None:
    return team.memberships.select_related("person").filter(person=person).first()


def _let_go(team: Team, member: Membership) -> None:
    """Access ends with the row. A lead that was offered to the person goes with it; the lead becomes the contact again."""
    Membership.objects.filter(pk=member.pk).delete()
    if member.is_contact:
        team.memberships.leads().update(is_contact=True)
    member_left.send(sender=Team, team=team, person=member.person)


def _tell_the_lead(team: Team, member: Membership) -> None:
    lead = team.memberships.leads().select_related("person").first()
    if lead and team.is_let_in:
        mails.member_left(team, member, lead.person)


def _settle(team: Team, person: Person) -> None:
    answered = {"state": Answer.ACCEPTED, "answered_at": clock.now()}
    team.join_requests.filter(person=person, state=Answer.OPEN).update(**answered)
    theirs = team.invitations.filter(email__iexact=person.email, state=Answer.OPEN)
    for invitation in theirs:
        mails.take_back(invitation)
    theirs.update(**answered)

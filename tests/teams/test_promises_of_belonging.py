"""check_invariants sees what is wrong about who belongs to a team. Each test breaks one promise past the actions."""

import pytest

from missione.shared.invariants import all_promises
from teams.actions import handing_over, invitations, joining
from teams.choices import Answer, Role
from teams.models import Handover, Invitation, JoinRequest, Membership
from tests.factories.teams import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


def broken():
    """The promise, once for each row that breaks it."""
    ours = {name: question for name, question in all_promises().items() if name.startswith("teams.promises")}
    return [name.split(": ")[1] for name, question in ours.items() for _ in question()]


def test_all_promises_hold_after_the_actions(team, leader, member):
    invitations.invite(team=team, by=leader, emails=["gesa.gast@behoerde.example"])
    joining.ask_to_join(team=team, person=PersonFactory(agency=team.agency))
    handing_over.offer_lead(to=team.memberships.get(person=member))

    assert Invitation.objects.count() == JoinRequest.objects.count() == Handover.objects.count() == 1
    assert broken() == []


def test_a_lead_offered_to_who_leads_or_belongs_elsewhere(team, leader):
    offer = Handover.objects.create(team=team, to=team.memberships.get(person=leader))
    assert broken() == ["the_lead_is_offered_to_a_member"]

    Handover.objects.filter(pk=offer.pk).update(to=MembershipFactory())
    assert broken() == ["the_lead_is_offered_to_a_member"]

    Handover.objects.filter(pk=offer.pk).update(to=team.memberships.get(role=Role.MEMBER))
    assert broken() == []


def test_an_open_invitation_and_a_wish_for_a_team_that_ended():
    team = TeamFactory(ended=True)
    Invitation.objects.create(team=team, email="gesa.gast@behoerde.example", key_hash="x")
    JoinRequest.objects.create(team=team, person=PersonFactory())

    assert broken() == ["nobody_waits_for_a_team_that_is_not_there"] * 2


def test_a_wish_of_a_member(team, member):
    JoinRequest.objects.create(team=team, person=member)

    assert broken() == ["who_belongs_does_not_ask"]


def test_a_fifth_letter(team):
    Invitation.objects.create(team=team, email="gesa.gast@behoerde.example", key_hash="x", letters=5)

    assert broken() == ["nobody_is_written_to_without_end"]


def test_an_answer_without_its_moment_is_refused_by_the_database(team):
    invitation = Invitation(team=team, email="gesa.gast@behoerde.example", key_hash="x", state=Answer.ACCEPTED)

    with pytest.raises(Exception, match="invitation_answered_at_a_moment"):
        invitation.save()


def test_two_leads_are_refused_by_the_database(team, member):
    with pytest.raises(Exception, match="one_lead_per_team"):
        Membership.objects.filter(person=member).update(role=Role.LEAD)

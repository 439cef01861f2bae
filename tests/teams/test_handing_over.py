"""The lead passes on: offered, accepted or declined, taken back."""

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from teams.actions import handing_over, members
from teams.choices import Role
from teams.errors import HandoverGone, HandoverOpen, MemberGone
from teams.models import Handover
from tests.factories.teams import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Lichtblick")


def at(name, team):
    return reverse(f"teams:{name}", args=[team.slug])


def lead_of(team):
    return team.memberships.get(role=Role.LEAD).person


def offered(team, person):
    return handing_over.offer_lead(to=team.memberships.get(person=person))


def test_the_lead_offers_the_member_accepts_and_only_then_the_roles_change(team, leader, member, logged_in):
    row = team.memberships.get(person=member)

    logged_in(leader).post(at("handover", team), {"to": row.reference})
    before = lead_of(team)
    page = logged_in(member).get(at("handover", team)).content.decode()
    after_looking = lead_of(team)
    answer = logged_in(member).post(at("handover_accept", team), follow=True).content.decode()

    assert (before, after_looking, lead_of(team)) == (leader, leader, member)
    assert "Lea Leitung" in page
    assert "Sie leiten jetzt das Team." in answer
    assert team.memberships.get(person=leader).role == Role.MEMBER
    assert not Handover.objects.exists()


def test_both_are_told_each_in_words_of_their_own(team, leader, member):
    offered(team, member)
    handing_over.accept_lead(team=team, person=member)

    said = {letter.recipient: letter for letter in Letter.objects.filter(kind="lead_handed_over")}
    assert said[member.email].subject == "Sie leiten jetzt das Team: Lichtblick"
    assert said[leader.email].subject == "Die Leitung ist übergeben: Lichtblick"
    assert "Miriam Mitglied leitet jetzt das Team „Lichtblick“" in said[leader.email].text


def test_the_contact_stays_the_contact(team, leader, member):
    offered(team, member)
    handing_over.accept_lead(team=team, person=member)

    assert team.memberships.get(is_contact=True).person == leader


def test_the_letter_leads_to_the_page_with_both_buttons(team, member, logged_in):
    offered(team, member)
    letter = Letter.objects.get(kind="handover_asked")

    page = logged_in(member).get(at("handover", team)).content.decode()

    assert letter.recipient == member.email
    assert f"http://testserver{at('handover', team)}" in letter.text
    assert at("handover_accept", team) in page and at("handover_decline", team) in page


def test_who_declines_stays_a_member_and_the_lead_is_told(team, leader, member, logged_in):
    offered(team, member)

    logged_in(member).post(at("handover_decline", team))

    assert lead_of(team) == leader
    assert not Handover.objects.exists()
    assert Letter.objects.get(kind="handover_declined").recipient == leader.email


def test_the_lead_takes_the_offer_back(team, leader, member, logged_in):
    offered(team, member)

    logged_in(leader).post(at("handover_take_back", team))
    late = logged_in(member).post(at("handover_accept", team), follow=True).content.decode()

    assert HandoverGone.sentence in late
    assert lead_of(team) == leader


def test_accepting_twice_is_accepting_once(team, member):
    offered(team, member)
    first = handing_over.accept_lead(team=team, person=member)

    assert handing_over.accept_lead(team=team, person=member) == first
    assert Letter.objects.filter(kind="lead_handed_over").count() == 2


def test_one_offer_at_a_time(team, member):
    other = MembershipFactory(team=team)
    offered(team, member)

    with pytest.raises(HandoverOpen):
        handing_over.offer_lead(to=other)
    assert offered(team, member) == Handover.objects.get()
    assert Letter.objects.count() == 1


def test_nobody_else_can_accept(team, leader, member, logged_in):
    other = MembershipFactory(team=team).person
    offered(team, member)

    for person in (leader, other):
        logged_in(person).post(at("handover_accept", team))
        logged_in(person).post(at("handover_decline", team))

    assert lead_of(team) == leader
    assert Handover.objects.get().to.person == member


def test_it_cannot_be_offered_to_who_may_not_log_in_or_belongs_elsewhere(team, leader, logged_in):
    suspended = MembershipFactory(team=team, person=PersonFactory(is_active=False))
    elsewhere = MembershipFactory()
    client = logged_in(leader)

    for row in (suspended, elsewhere):
        assert client.post(at("handover", team), {"to": row.reference}).status_code == 422
    with pytest.raises(MemberGone):
        handing_over.offer_lead(to=suspended)
    assert not Handover.objects.exists()


def test_with_the_member_who_leaves_the_offer_goes(team, leader, member):
    offered(team, member)

    members.leave_team(team=team, person=member)

    assert not Handover.objects.exists()
    assert lead_of(team) == leader


def test_a_member_who_is_not_asked_is_led_to_the_members_and_cannot_offer(team, member, logged_in):
    client = logged_in(member)

    assert client.get(at("handover", team)).url == at("members", team)
    assert client.post(at("handover", team), {"to": team.memberships.get(person=member).reference}).status_code == 403


def test_who_is_alone_is_told_to_invite_first(leader, logged_in):
    team = TeamFactory(lead=leader)

    page = logged_in(leader).get(at("handover", team)).content.decode()

    assert "Laden Sie zuerst jemanden ein" in page


def test_a_get_changes_nothing(team, leader, member, logged_in):
    offered(team, member)

    for name in ("handover_accept", "handover_decline"):
        assert logged_in(member).get(at(name, team)).url == at("handover", team)
    assert logged_in(leader).get(at("handover_take_back", team)).url == at("members", team)
    assert Handover.objects.exists() and lead_of(team) == leader

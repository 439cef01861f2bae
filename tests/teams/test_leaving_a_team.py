"""Leaving, being removed, letting a team rest, ending it: what follows, who is told, and what has to be settled first."""

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from teams.actions import ending, handing_over, invitations, joining, members
from teams.choices import Answer, Role, TeamState
from teams.errors import ClarifyFirst, LeadStays, MemberGone, NotNow
from teams.models import Handover, Membership, TeamChange
from teams.signals import member_left, obligations_asked, team_ended
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
METER = "Ein Strommessgerät ist noch ausgeliehen."


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Lichtblick")


@pytest.fixture
def owes():
    """Something above says what is open."""

    def answer(sender, **_):
        return [METER]

    obligations_asked.connect(answer)
    yield
    obligations_asked.disconnect(answer)


@pytest.fixture
def heard():
    """What was announced, as (signal, person)."""
    said = []

    def left(sender, team, person, **_):
        said.append(("member_left", person))

    def ended(sender, team, **_):
        said.append(("team_ended", team.state))

    member_left.connect(left)
    team_ended.connect(ended)
    yield said
    member_left.disconnect(left)
    team_ended.disconnect(ended)


def letters():
    return sorted(Letter.objects.values_list("kind", "recipient"))


def at(name, team, *parts):
    return reverse(f"teams:{name}", args=[team.slug, *parts])


# --- A member leaves ------------------------------------------------------------------------------------------


def test_a_member_leaves_is_asked_once_more_and_the_lead_is_told(team, leader, member, logged_in, heard):
    client = logged_in(member)

    page = client.get(at("leave", team)).content.decode()
    answer = client.post(at("leave", team), follow=True)

    assert "Team verlassen" in page and "Teamleitung bekommt eine E-Mail" in page
    assert "Sie haben das Team „Lichtblick“ verlassen." in answer.content.decode()
    assert not team.memberships.filter(person=member).exists()
    assert letters() == [("member_left", leader.email)]
    assert heard == [("member_left", member)]


def test_who_leaves_loses_access_with_the_next_request(team, member, logged_in):
    client = logged_in(member)
    before = client.get(at("members", team)).status_code

    members.leave_team(team=team, person=member)

    assert (before, client.get(at("members", team)).status_code, client.get(team.get_absolute_url()).status_code) == (
        200,
        404,
        404,
    )


def test_who_is_suspended_loses_access_with_the_next_request(team, leader, logged_in):
    client = logged_in(leader)
    before = client.get(at("members", team)).status_code

    leader.is_active = False
    leader.save()

    assert before == 200
    assert client.get(at("members", team)).url.startswith(reverse("account_login"))
    assert client.post(at("members", team), {"emails": "gesa.gast@behoerde.example"}).url.startswith(reverse("account_login"))
    assert not Letter.objects.exists()


def test_leaving_twice_is_leaving_once(team, member, heard):
    members.leave_team(team=team, person=member)
    members.leave_team(team=team, person=member)

    assert (len(heard), Letter.objects.count()) == (1, 1)


def test_who_leaves_is_told_what_is_open_and_may_go(team, member, logged_in, owes):
    client = logged_in(member)

    page = client.get(at("leave", team)).content.decode()
    client.post(at("leave", team))

    assert "Das ist noch offen" in page and METER in page
    assert not team.memberships.filter(person=member).exists()


def test_when_the_contact_leaves_the_lead_is_the_contact(team, leader, member):
    members.name_contact(member=team.memberships.get(person=member))

    members.leave_team(team=team, person=member)

    assert team.memberships.get().is_contact
    assert "Jetzt sind Sie es." in Letter.objects.get(kind="member_left").text


def test_the_history_names_nobody_who_came_or_went(team, member):
    members.leave_team(team=team, person=member)

    change = TeamChange.objects.get()
    assert (change.note, change.by, change.from_state, change.to_state) == (
        "Ein Mitglied hat das Team verlassen.", None, TeamState.APPROVED, TeamState.APPROVED,
    )  # fmt: skip


def test_open_invitations_and_an_own_wish_elsewhere_stay(team, leader, member):
    invitations.invite(team=team, by=member, emails=["gesa.gast@behoerde.example"])
    other = TeamFactory(agency=team.agency, site="Nebenhaus")
    member.agency = team.agency
    member.save()
    wish = joining.ask_to_join(team=other, person=member)

    members.leave_team(team=team, person=member)

    wish.refresh_from_db()
    assert wish.state == Answer.OPEN
    assert team.invitations.open().count() == 1


# --- The lead leaves ------------------------------------------------------------------------------------------


def test_the_lead_must_hand_over_first(team, leader, logged_in):
    client = logged_in(leader)

    page = client.get(at("leave", team)).content.decode()
    answer = client.post(at("leave", team), follow=True).content.decode()

    assert "Übergeben Sie sie zuerst" in page and at("handover", team) in page
    assert LeadStays.sentence in answer
    assert team.memberships.leads().get().person == leader


def test_who_is_alone_ends_the_team_by_leaving(leader, logged_in, heard):
    team = TeamFactory(lead=leader)
    client = logged_in(leader)
    page = client.get(at("leave", team)).content.decode()

    client.post(at("leave", team))

    team.refresh_from_db()
    assert "Team beenden und verlassen" in page
    assert (team.state, team.memberships.count()) == (TeamState.ENDED, 0)
    assert heard == [("team_ended", TeamState.ENDED), ("member_left", leader)]


def test_what_is_open_keeps_the_last_one_in_the_team(leader, logged_in, owes):
    team = TeamFactory(lead=leader)
    client = logged_in(leader)

    page = client.get(at("leave", team)).content.decode()
    answer = client.post(at("leave", team), follow=True).content.decode()

    team.refresh_from_db()
    assert "Bitte klären Sie zuerst" in page and "Team beenden und verlassen" not in page
    assert f"Bitte klären Sie zuerst: {METER}" in answer
    assert (team.state, team.memberships.count()) == (TeamState.APPROVED, 1)


def test_after_the_handover_the_former_lead_may_go(team, leader, member):
    handing_over.offer_lead(to=team.memberships.get(person=member))
    handing_over.accept_lead(team=team, person=member)

    members.leave_team(team=team, person=leader)

    assert [m.person for m in team.memberships.all()] == [member]


# --- Removing -------------------------------------------------------------------------------------------------


def test_the_lead_removes_a_member_who_is_told(team, leader, member, logged_in, heard):
    client, row = logged_in(leader), team.memberships.get(person=member)

    page = client.get(at("member_remove", team, row.reference)).content.decode()
    client.post(at("member_remove", team, row.reference))

    assert "Miriam Mitglied" in page
    assert not team.memberships.filter(person=member).exists()
    assert letters() == [("member_removed", member.email)]
    assert heard == [("member_left", member)]


def test_the_lead_cannot_be_removed(team, leader):
    with pytest.raises(LeadStays):
        members.remove_member(member=team.memberships.leads().get())


def test_a_member_who_left_cannot_be_removed_or_made_the_contact(team, member):
    row = team.memberships.get(person=member)
    members.leave_team(team=team, person=member)

    for deed in (members.remove_member, members.name_contact):
        with pytest.raises(MemberGone):
            deed(member=row)


def test_the_contact_changes_and_there_is_one(team, leader, member, logged_in):
    row = team.memberships.get(person=member)

    logged_in(leader).post(at("member_contact", team, row.reference))

    assert [m.person for m in team.memberships.filter(is_contact=True)] == [member]


@pytest.mark.parametrize("name", ["member_remove", "member_contact"])
def test_a_member_who_does_not_lead_may_not(team, leader, member, logged_in, name):
    row = team.memberships.leads().get()

    assert logged_in(member).post(at(name, team, row.reference)).status_code == 403
    assert team.memberships.count() == 2


# --- Ending and resting ---------------------------------------------------------------------------------------


def test_the_lead_ends_the_team_and_all_are_told(team, leader, member, logged_in, heard):
    client = logged_in(leader)

    page = client.get(at("end", team)).content.decode()
    answer = client.post(at("end", team), follow=True)

    team.refresh_from_db()
    assert "nicht rückgängig machen" in page
    assert "ist beendet" in answer.content.decode()
    assert (team.state, team.ended_at is not None) == (TeamState.ENDED, True)
    assert letters() == [("team_ended", leader.email), ("team_ended", member.email)]
    assert heard == [("team_ended", TeamState.ENDED)]


def test_with_the_team_ends_what_was_open(team, leader, member):
    (invitation,) = invitations.invite(team=team, by=leader, emails=["gesa.gast@behoerde.example"]).new
    asking = PersonFactory(agency=team.agency)
    wish = joining.ask_to_join(team=team, person=asking)
    handing_over.offer_lead(to=team.memberships.get(person=member))

    ending.end_team(team=team, by=leader)

    invitation.refresh_from_db(), wish.refresh_from_db()
    assert (invitation.state, wish.state, Handover.objects.count()) == (Answer.WITHDRAWN, Answer.DECLINED, 0)
    assert Letter.objects.get(recipient=invitation.email).state == Letter.State.CANCELLED
    assert "ist beendet" in Letter.objects.get(kind="join_declined", recipient=asking.email).text


def test_what_is_open_must_be_settled_before_a_team_ends_or_rests(team, leader, staff, logged_in, owes, heard):
    client = logged_in(leader)

    for name in ("end", "rest"):
        assert METER in client.get(at(name, team)).content.decode()
        assert f"Bitte klären Sie zuerst: {METER}" in client.post(at(name, team), follow=True).content.decode()
    for deed in (ending.end_team, ending.rest_team):
        with pytest.raises(ClarifyFirst):
            deed(team=team, by=staff)
    team.refresh_from_db()
    assert (team.state, heard, Letter.objects.count()) == (TeamState.APPROVED, [], 0)


def test_a_team_rests_and_goes_on(team, leader, member, logged_in, heard):
    client = logged_in(leader)

    client.post(at("rest", team))
    resting = client.get(at("members", team)).content.decode()
    client.post(at("wake", team))

    team.refresh_from_db()
    assert "Das Team ruht" in resting and "Mit dem Team weitermachen" in resting
    assert team.state == TeamState.APPROVED
    assert heard == [("team_ended", TeamState.RESTING)]
    assert sorted({kind for kind, _ in letters()}) == ["team_rests", "team_wakes"]


def test_news_of_the_team_do_not_come_to_who_does_without(team, leader, member):
    member.wants_team_letters = False
    member.save()

    ending.rest_team(team=team, by=leader)
    ending.end_team(team=team, by=leader)

    assert letters() == [("team_ended", leader.email), ("team_ended", member.email), ("team_rests", leader.email)]


@pytest.mark.parametrize("state", ["asked", "ended"])
def test_only_a_team_that_rests_is_woken_never_one_that_staff_have_not_let_in(state, staff):
    team = TeamFactory(**{state: True})

    with pytest.raises(NotNow):
        ending.wake_team(team=team, by=staff)


def test_a_member_may_neither_end_nor_rest_it(team, member, logged_in):
    client = logged_in(member)

    assert {client.post(at(name, team)).status_code for name in ("end", "rest", "wake")} == {403}
    team.refresh_from_db()
    assert team.state == TeamState.APPROVED


def test_people_of_an_ended_team_may_leave_it_the_lead_first(team, leader, member):
    ending.end_team(team=team, by=leader)

    members.leave_team(team=team, person=leader)

    assert Membership.objects.get().person == member
    assert Membership.objects.get().role == Role.MEMBER

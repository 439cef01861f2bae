"""Asking to join a team of one's own authority, and the lead's answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from teams.actions import invitations, joining
from teams.choices import Answer, TeamKind
from teams.errors import AlreadyMember, AskedTooOften, NotInYourAgency, TeamClosed, WishGone
from teams.models import JoinRequest, Team
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.seminars.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Lichtblick", site="Haus 2")


@pytest.fixture
def newcomer(team):
    return person("Nora", "Neu", agency=team.agency, unit="Hausdienst")


def at(name, *parts):
    return reverse(f"teams:{name}", args=parts)


def test_the_page_shows_the_teams_of_the_own_authority_and_nobody_s_name(team, newcomer, logged_in):
    TeamFactory(name="Woanders")
    TeamFactory(agency=team.agency, site="Haus 3", asked=True, name="Noch nicht")
    TeamFactory(agency=team.agency, site="Haus 4", ended=True, name="Vorbei")

    page = logged_in(newcomer).get(at("join")).content.decode()

    assert "Lichtblick" in page and "Haus 2" in page and "2\n" in page
    assert all(name not in page for name in ("Woanders", "Noch nicht", "Vorbei", "Lea", "Leitung</", "Miriam"))


def test_who_belongs_to_a_team_does_not_find_it_there(team, member, logged_in):
    member.agency = team.agency
    member.save()

    assert "Lichtblick" not in logged_in(member).get(at("join")).content.decode()
    assert logged_in(member).get(at("join_ask", team.slug)).status_code == 404


def test_who_has_no_authority_chooses_it_first_and_comes_back(team, stranger, logged_in):
    client = logged_in(stranger)

    first = client.get(at("join"))
    name = str(team.agency)
    then = client.post(first.url, {"agency": name, "agency_zu": name, "agency_wahl": team.agency.pk}, follow=True)

    assert first.url == at("join_agency")
    assert then.redirect_chain[-1][0] == at("join")
    assert "Lichtblick" in then.content.decode()


def test_asking_reaches_the_lead_with_name_and_message(team, leader, newcomer, logged_in):
    logged_in(newcomer).post(at("join_ask", team.slug), {"message": "Ich kenne\r\ndie Heizung."})

    letter = Letter.objects.get()
    assert JoinRequest.objects.get().message == "Ich kenne\ndie Heizung."
    assert (letter.recipient, letter.subject) == (leader.email, "Nora Neu möchte in Ihr Team")
    assert "Ich kenne\ndie Heizung." in letter.text
    page = logged_in(leader).get(at("members", team.slug)).content.decode()
    assert "Nora Neu" in page and "Hausdienst" in page and "Ich kenne<br>die Heizung." in page


def test_who_has_asked_sees_it_on_the_way_to_the_team(team, newcomer, logged_in):
    own = logged_in(newcomer)
    before = words_of(own.get(reverse("teams:my_teams")))
    joining.ask_to_join(team=team, person=newcomer)
    after = words_of(own.get(reverse("teams:my_teams")))

    assert "Sie gehören zu keinem Team" in before and "Angefragt" not in before
    assert f"Ihre Anfrage ist unterwegs Angefragt {team} , am " in after


def test_who_began_alone_is_a_team_from_the_second_on(team, leader, newcomer):
    Team.objects.filter(pk=team.pk).update(kind=TeamKind.SOLO)
    joining.accept_wish(wish=joining.ask_to_join(team=team, person=newcomer), by=leader)

    assert Team.objects.get(pk=team.pk).kind == TeamKind.TEAM


def test_the_lead_takes_the_person_in(team, leader, newcomer, logged_in):
    wish = joining.ask_to_join(team=team, person=newcomer)

    answer = logged_in(leader).post(at("wish_accept", team.slug, wish.reference), follow=True).content.decode()

    wish.refresh_from_db()
    assert "Nora Neu gehört jetzt zum Team." in answer
    assert (wish.state, wish.decided_by) == (Answer.ACCEPTED, leader)
    assert team.memberships.filter(person=newcomer).exists()
    assert Letter.objects.get(kind="join_accepted").recipient == newcomer.email


def test_the_lead_says_no_and_the_person_is_told(team, leader, newcomer, logged_in):
    wish = joining.ask_to_join(team=team, person=newcomer)

    logged_in(leader).post(at("wish_decline", team.slug, wish.reference))

    wish.refresh_from_db()
    assert wish.state == Answer.DECLINED
    assert not team.memberships.filter(person=newcomer).exists()
    letter = Letter.objects.get(kind="join_declined")
    assert (letter.recipient, "leider nicht angenommen" in letter.text) == (newcomer.email, True)


def test_a_wish_is_taken_back_and_then_cannot_be_answered(team, leader, newcomer, logged_in):
    wish = joining.ask_to_join(team=team, person=newcomer)
    assert "Angefragt" in logged_in(newcomer).get(at("join")).content.decode()

    logged_in(newcomer).post(at("join_withdraw", team.slug))

    with pytest.raises(WishGone):
        joining.accept_wish(wish=wish, by=leader)
    assert JoinRequest.objects.get().state == Answer.WITHDRAWN


def test_a_member_may_not_answer_nor_see_who_asks(team, member, newcomer, logged_in):
    wish = joining.ask_to_join(team=team, person=newcomer)
    client = logged_in(member)

    assert {client.post(at(name, team.slug, wish.reference)).status_code for name in ("wish_accept", "wish_decline")} == {403}
    assert "Nora Neu" not in client.get(at("members", team.slug)).content.decode()


def test_asking_twice_is_asking_once(team, newcomer):
    first = joining.ask_to_join(team=team, person=newcomer)

    assert joining.ask_to_join(team=team, person=newcomer) == first
    assert Letter.objects.count() == 1


def test_a_team_is_asked_three_times_in_thirty_days(team, newcomer, clock_at):
    for _ in range(3):
        joining.withdraw_wish(wish=joining.ask_to_join(team=team, person=newcomer))

    with pytest.raises(AskedTooOften):
        joining.ask_to_join(team=team, person=newcomer)
    clock_at(clock.now() + timedelta(days=31))
    assert joining.ask_to_join(team=team, person=newcomer)


def test_a_team_elsewhere_one_that_is_closed_and_the_own_cannot_be_asked(team, member, newcomer, logged_in):
    elsewhere = TeamFactory()
    closed = TeamFactory(agency=team.agency, site="Haus 3", asked=True)
    client = logged_in(newcomer)

    for other, refusal in ((elsewhere, NotInYourAgency), (closed, TeamClosed)):
        assert client.post(at("join_ask", other.slug)).status_code == 404
        with pytest.raises(refusal):
            joining.ask_to_join(team=other, person=newcomer)
    with pytest.raises(AlreadyMember):
        joining.ask_to_join(team=team, person=member)
    assert not JoinRequest.objects.exists()


def test_who_asked_and_accepts_an_invitation_has_no_open_wish_left(team, leader, newcomer):
    wish = joining.ask_to_join(team=team, person=newcomer)
    (invitation,) = invitations.invite(team=team, by=leader, emails=[newcomer.email]).new

    invitations.accept_invitation(invitation=invitation, person=newcomer)

    wish.refresh_from_db()
    assert wish.state == Answer.ACCEPTED


def test_who_is_taken_in_has_no_open_invitation_left(team, leader, newcomer):
    (invitation,) = invitations.invite(team=team, by=leader, emails=[newcomer.email]).new

    joining.accept_wish(wish=joining.ask_to_join(team=team, person=newcomer), by=leader)

    invitation.refresh_from_db()
    assert invitation.state == Answer.ACCEPTED
    assert Letter.objects.get(recipient=newcomer.email, kind="account_invitation").state == Letter.State.CANCELLED


def test_too_long_a_message_comes_back_with_all_that_was_typed(team, newcomer, logged_in):
    refused = logged_in(newcomer).post(at("join_ask", team.slug), {"message": "ä" * 401})

    assert refused.status_code == 422
    assert "Kürzen Sie Ihre Nachricht auf höchstens 400 Zeichen. Jetzt sind es 401." in refused.content.decode()
    assert "ä" * 401 in refused.content.decode()
    assert not JoinRequest.objects.exists()


def test_a_wish_elsewhere_can_be_taken_back_after_changing_the_authority(team, newcomer, logged_in):
    joining.ask_to_join(team=team, person=newcomer)
    newcomer.agency = AgencyFactory()
    newcomer.save()
    client = logged_in(newcomer)

    assert "Ihre anderen Anfragen" in client.get(at("join")).content.decode()
    client.post(at("join_withdraw", team.slug))
    assert JoinRequest.objects.get().state == Answer.WITHDRAWN


def test_a_suspended_person_is_not_taken_in(team, leader):
    asking = PersonFactory(agency=team.agency)
    wish = joining.ask_to_join(team=team, person=asking)
    asking.is_active = False
    asking.save()

    with pytest.raises(WishGone):
        joining.accept_wish(wish=wish, by=leader)

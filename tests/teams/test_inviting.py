"""Inviting into a team: a letter with a key, bound to one address, and what becomes of it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from teams.actions import invitations
from teams.choices import Answer
from teams.errors import EnoughLetters, InvitationGone, LetterTooSoon, NotNow, TeamClosed, TooManyInvitations
from teams.models import Invitation, Membership, Team
from tests.conftest import person
from tests.factories.teams import AgencyFactory, TeamFactory
from tests.teams.invited import address_in, invited

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Lichtblick")


@pytest.fixture
def guest(db):
    return person("Gesa", "Gast")


def emails(count):
    return [f"person{number}@behoerde.example" for number in range(count)]


def test_the_lead_invites_and_the_letter_says_who_where_to_and_until_when(team, leader, logged_in, clock_at):
    clock_at(clock.now().replace(year=2026, month=11, day=22, hour=12, minute=0))
    page = reverse("teams:members", args=[team.slug])

    answer = logged_in(leader).post(page, {"emails": "Gesa Gast <Gesa.Gast@behoerde.example>"}, follow=True)

    letter = Letter.objects.get()
    assert "Die Einladung ist unterwegs." in answer.content.decode()
    assert letter.recipient == "gesa.gast@behoerde.example"
    assert letter.subject == "Einladung in ein Team: Lichtblick"
    assert "Lea Leitung lädt Sie in das Team „Lichtblick“ (Dienststelle" in letter.text
    assert "bis Sonntag, 6. Dezember 2026, 13:00 Uhr" in letter.text
    assert letter.not_after == Invitation.objects.get().expires_at
    assert address_in(letter) in letter.html


def test_the_name_of_a_team_stands_apart_in_the_subject(team, leader):
    team.name = "Energieteam Elberfeld"
    team.save()

    invited(team, leader, "gesa.gast@behoerde.example")

    assert Letter.objects.get().subject == "Einladung in ein Team: Energieteam Elberfeld"


def test_only_a_hash_of_the_key_is_kept(team, leader):
    invitation, address = invited(team, leader, "gesa.gast@behoerde.example")
    key = address.split("/")[-2]

    assert len(key) == 43
    assert invitation.key_hash == invitations.hash_of(key)
    assert key not in str(list(Invitation.objects.values_list()))
    assert Letter.objects.get().kind.startswith("account")  # staff see that it left, not what it says


def test_opening_the_link_does_nothing(team, leader, client):
    invitation, address = invited(team, leader, "gesa.gast@behoerde.example")

    page = client.get(address).content.decode()

    invitation.refresh_from_db()
    assert invitation.state == Answer.OPEN
    assert "Lichtblick" in page and "Lea Leitung" in page
    assert reverse("account_login") + "?next=" in page
    assert "email=gesa.gast%40behoerde.example" in page


def test_the_form_to_sign_up_knows_the_address_already(team, leader, client):
    _, address = invited(team, leader, "gesa.gast@behoerde.example")
    way = re.search(r'href="(/konto/registrieren/[^"]+)"', client.get(address).content.decode())[1].replace("&amp;", "&")

    page = client.get(way).content.decode()

    assert 'value="gesa.gast@behoerde.example"' in page
    assert f'value="{address}"' in page


def test_who_accepts_belongs_to_the_team_and_works_where_it_does(team, leader, guest, logged_in):
    invitation, address = invited(team, leader, guest.email)

    answer = logged_in(guest).post(f"{address}annehmen/")

    guest.refresh_from_db()
    assert answer.url == team.get_absolute_url()
    assert Membership.objects.get(person=guest).role == invitation.role
    assert guest.agency == team.agency


def test_who_has_an_authority_keeps_it(team, leader, guest, logged_in):
    guest.agency = TeamFactory().agency
    guest.save()
    _, address = invited(team, leader, guest.email)

    logged_in(guest).post(f"{address}annehmen/")

    guest.refresh_from_db()
    assert guest.agency != team.agency
    assert team.memberships.filter(person=guest).exists()


def test_an_invitation_is_good_for_one_person_once(team, leader, guest, logged_in, client):
    _, address = invited(team, leader, guest.email)
    logged_in(guest).post(f"{address}annehmen/")

    again = logged_in(guest).post(f"{address}annehmen/")

    assert again.url == team.get_absolute_url()  # a double click is told the same
    assert team.memberships.filter(person=guest).count() == 1
    assert client.get(address).status_code == 404


def test_somebody_else_who_is_logged_in_sees_nothing_of_it_and_can_neither_accept_nor_decline(team, leader, stranger, logged_in):
    invitation, address = invited(team, leader, "gesa.gast@behoerde.example")
    client = logged_in(stranger)

    answers = [client.get(address), client.post(f"{address}annehmen/"), client.post(f"{address}ablehnen/")]

    invitation.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert invitation.state == Answer.OPEN
    for answer in answers:
        page = answer.content.decode()
        assert stranger.email in page and "Abmelden" in page
        assert "Lichtblick" not in page and "gesa.gast" not in page


def test_an_address_that_is_not_confirmed_accepts_nothing(team, leader, guest, logged_in):
    _, address = invited(team, leader, guest.email)
    guest.emailaddress_set.update(verified=False)

    assert logged_in(guest).post(f"{address}annehmen/").status_code == 404
    assert not team.memberships.filter(person=guest).exists()


def test_nobody_needs_an_account_to_decline(team, leader, client):
    invitation, address = invited(team, leader, "gesa.gast@behoerde.example")

    answer = client.post(f"{address}ablehnen/")

    invitation.refresh_from_db()
    assert answer.status_code == 302
    assert invitation.state == Answer.DECLINED
    assert client.get(address).status_code == 404


def test_a_get_of_the_deeds_leads_to_the_page(team, leader, guest, logged_in):
    _, address = invited(team, leader, guest.email)
    client = logged_in(guest)

    assert {client.get(f"{address}{deed}/").url for deed in ("annehmen", "ablehnen")} == {address}


def test_after_fourteen_days_it_has_run_out(team, leader, guest, logged_in, clock_at):
    _, address = invited(team, leader, guest.email)
    clock_at(clock.now() + 14 * DAY + timedelta(seconds=1))
    client = logged_in(guest)

    page = client.get(address)

    assert page.status_code == 404
    assert "Sie ist abgelaufen" in page.content.decode()  # the invited person may know
    assert client.post(f"{address}annehmen/").status_code == 404


def test_the_invited_person_is_told_what_became_of_it(team, leader, guest, logged_in):
    invitation, address = invited(team, leader, guest.email)
    invitations.withdraw_invitation(invitation=invitation)

    page = logged_in(guest).get(address).content.decode()

    assert "zurückgezogen" in page and "Lichtblick" in page


def test_sent_again_it_has_a_new_key_and_the_old_letter_is_dead(team, leader, guest, logged_in, clock_at):
    invitation, old = invited(team, leader, guest.email)
    clock_at(clock.now() + timedelta(minutes=11))

    logged_in(leader).post(reverse("teams:invitation_again", args=[team.slug, invitation.reference]))

    first, second = Letter.objects.order_by("pk")
    client = logged_in(guest)
    assert first.state == Letter.State.CANCELLED  # it had not left yet
    assert client.get(old).status_code == 404
    assert client.post(f"{old}annehmen/").status_code == 404
    assert client.post(f"{address_in(second)}annehmen/").status_code == 302


def test_it_is_sent_again_three_times_and_never_within_ten_minutes(team, leader, clock_at):
    invitation, _ = invited(team, leader, "gesa.gast@behoerde.example")
    with pytest.raises(LetterTooSoon):
        invitations.send_invitation_again(invitation=invitation)
    for number in range(1, 4):
        clock_at(clock.now() + timedelta(minutes=11))
        assert invitations.send_invitation_again(invitation=invitation).letters == number + 1
    clock_at(clock.now() + timedelta(minutes=11))

    with pytest.raises(EnoughLetters):
        invitations.send_invitation_again(invitation=invitation)
    assert Letter.objects.count() == 4


def test_withdrawing_and_inviting_again_is_no_way_round_the_limits(team, leader, clock_at):
    invitation, _ = invited(team, leader, "gesa.gast@behoerde.example")
    invitations.withdraw_invitation(invitation=invitation)

    at_once = invitations.invite(team=team, by=leader, emails=[invitation.email])
    clock_at(clock.now() + timedelta(minutes=11))
    later = invitations.invite(team=team, by=leader, emails=[invitation.email])

    assert (at_once.new, at_once.later) == ([], ["gesa.gast@behoerde.example"])
    assert len(later.new) == 1


def test_one_that_ran_out_can_be_sent_again_or_invited_anew(team, leader, guest, clock_at):
    invitation, _ = invited(team, leader, guest.email)
    clock_at(clock.now() + 15 * DAY)

    again = invitations.send_invitation_again(invitation=invitation)
    clock_at(clock.now() + 15 * DAY)
    anew = invitations.invite(team=team, by=leader, emails=[guest.email])

    assert again.is_open or again.expires_at
    assert [made.email for made in anew.new] == [guest.email]
    assert Invitation.objects.filter(state=Answer.OPEN).count() == 1


def test_members_and_who_is_invited_already_are_passed_over_and_said(team, leader, member, logged_in):
    invited(team, leader, "schon.eingeladen@behoerde.example")
    page = reverse("teams:members", args=[team.slug])
    typed = f"{member.email.upper()}, schon.eingeladen@behoerde.example; neu@behoerde.example"

    answer = logged_in(leader).post(page, {"emails": typed}, follow=True).content.decode()

    assert "Die Einladung ist unterwegs." in answer
    assert f"Schon im Team: {member.email}." in answer
    assert "Schon eingeladen: schon.eingeladen@behoerde.example." in answer
    assert Letter.objects.count() == 2


def test_thirty_are_open_at_most_and_then_nobody_is_invited(team, leader):
    invitations.invite(team=team, by=leader, emails=emails(29))

    with pytest.raises(TooManyInvitations, match="Jetzt gehen noch 1"):
        invitations.invite(team=team, by=leader, emails=["eine@behoerde.example", "zwei@behoerde.example"])

    assert Invitation.objects.count() == 29


def test_a_team_sends_fifty_letters_a_day(team, leader, clock_at):
    for batch in (emails(50)[:25], emails(50)[25:]):
        for invitation in invitations.invite(team=team, by=leader, emails=batch).new:
            invitations.withdraw_invitation(invitation=invitation)

    with pytest.raises(TooManyInvitations, match="am Tag"):
        invitations.invite(team=team, by=leader, emails=["eine.mehr@behoerde.example"])
    clock_at(clock.now() + DAY)
    assert invitations.invite(team=team, by=leader, emails=["eine.mehr@behoerde.example"]).new


@pytest.mark.parametrize("state", ["asked", "ended"])
def test_only_a_team_that_is_let_in_invites(state, leader):
    team = TeamFactory(lead=leader, **{state: True})

    with pytest.raises(TeamClosed):
        invitations.invite(team=team, by=leader, emails=["gesa.gast@behoerde.example"])
    assert not Letter.objects.exists()


def test_who_invited_and_has_no_account_any_more_is_called_the_lead(team, leader, client, clock_at):
    invitation, _ = invited(team, leader, "gesa.gast@behoerde.example")
    leader.deleted_at = clock.now()
    leader.save()
    clock_at(clock.now() + timedelta(minutes=11))

    invitations.send_invitation_again(invitation=invitation)

    letter = Letter.objects.latest("pk")
    assert "die Teamleitung lädt Sie in das Team" in letter.text
    assert "Die Teamleitung" in client.get(address_in(letter)).content.decode()


def test_a_team_that_was_carried_to_another_authority_meanwhile_takes_nobody_in(team, leader, guest):
    invitation, _ = invited(team, leader, guest.email)
    invitation = Invitation.objects.select_related("team").get(pk=invitation.pk)
    Team.objects.filter(pk=team.pk).update(agency=AgencyFactory())

    with pytest.raises(NotNow):
        invitations.accept_invitation(invitation=invitation, person=guest)
    assert not team.memberships.filter(person=guest).exists()


def test_a_declined_invitation_cannot_be_withdrawn_or_sent_again(team, leader, client):
    invitation, address = invited(team, leader, "gesa.gast@behoerde.example")
    client.post(f"{address}ablehnen/")

    for deed in (invitations.withdraw_invitation, invitations.send_invitation_again):
        with pytest.raises(InvitationGone):
            deed(invitation=invitation)


def test_who_came_in_another_way_leaves_no_open_invitation_behind(team, leader, guest):
    one, _ = invited(team, leader, guest.email)
    Membership.objects.create(team=team, person=guest)

    invitations.accept_invitation(invitation=one, person=guest)

    one.refresh_from_db()
    assert one.state == Answer.ACCEPTED
    assert team.memberships.filter(person=guest).count() == 1


def test_after_ninety_days_the_address_is_forgotten(team, leader, clock_at):
    invited(team, leader, "gesa.gast@behoerde.example")
    clock_at(clock.now() + 103 * DAY)
    kept = invitations.forget_old_invitations()
    clock_at(clock.now() + 2 * DAY)

    assert (kept, invitations.forget_old_invitations()) == (0, 1)
    assert not Invitation.objects.exists()

"""Teams that staff should look after: computed, shown as a column and a filter, never stored."""

from datetime import timedelta

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from teams.errors import LeadThere
from teams.models import Team
from tests.factories.shared import LetterFactory
from tests.factories.teams import MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
FLAGS = ("has_no_lead", "has_suspended_lead", "has_failed_letters")


def flags_of(team):
    found = Team.objects.with_flags().get(pk=team.pk)
    return [flag for flag in FLAGS if getattr(found, flag)]


@pytest.fixture
def sound(leader, member):
    return TeamFactory(lead=leader, members=[member], name="Alles gut")


def failed_letter_to(email, **fields):
    return LetterFactory(recipient=email, state=Letter.State.FAILED, **fields)


def test_a_sound_team_has_none(sound, stranger):
    failed_letter_to(stranger.email)

    assert flags_of(sound) == []
    assert not Team.objects.flagged().exists()


def test_a_team_nobody_leads():
    assert flags_of(TeamFactory(members=[PersonFactory()])) == ["has_no_lead"]


def test_a_team_whose_lead_is_suspended(sound, leader):
    leader.is_active = False
    leader.save()

    assert flags_of(sound) == ["has_suspended_lead"]


def test_a_team_with_a_member_whom_letters_do_not_reach_for_thirty_days(sound, member, clock_at):
    failed_letter_to(member.email.upper())
    LetterFactory(recipient=member.email)

    now = flags_of(sound)
    clock_at(clock.now() + timedelta(days=31))

    assert (now, flags_of(sound)) == (["has_failed_letters"], [])


@pytest.mark.parametrize("state", ["asked", "ended"])
def test_only_teams_that_are_let_in_are_flagged(state, member):
    failed_letter_to(member.email)

    assert flags_of(TeamFactory(members=[member], **{state: True})) == []


def test_staff_see_and_filter_them(sound, leader, staff, logged_in):
    TeamFactory(name="Ohne Kopf")
    alone = TeamFactory(name="Stumm", lead=PersonFactory())
    failed_letter_to(alone.memberships.get().person.email)
    client, page = logged_in(staff), reverse("admin:teams_team_changelist")

    everything = client.get(page).content.decode()
    listed = {
        value: [team.name for team in client.get(page, {"auffaellig": value}).context["cl"].queryset.order_by("name")]
        for value in ("ja", "no_lead", "suspended_lead", "failed_letters", "unsinn")
    }

    assert "ohne Leitung" in everything and "Post kommt nicht an" in everything
    assert listed == {
        "ja": ["Ohne Kopf", "Stumm"],
        "no_lead": ["Ohne Kopf"],
        "suspended_lead": [],
        "failed_letters": ["Stumm"],
        "unsinn": ["Alles gut", "Ohne Kopf", "Stumm"],
    }


# --- What staff do about it ----------------------------------------------------------------------------------------


def appoint(client, team, member):
    return client.post(reverse("admin:teams_team_appoint", args=[team.pk]), {"member": member.reference}, follow=True)


def test_staff_give_the_lead_to_a_member_where_nobody_can_hand_it_over(sound, leader, member, staff, logged_in):
    leader.is_active = False
    leader.save()
    client, row = logged_in(staff), sound.memberships.get(person=member)

    page = client.get(reverse("admin:teams_team_change", args=[sound.pk])).content.decode()
    answer = appoint(client, sound, row).content.decode()

    assert "Auffällig: Leitung gesperrt" in page and "Zur Leitung machen" in page
    assert "Miriam Mitglied leitet jetzt das Team" in answer and "Zur Leitung machen" not in answer
    assert sound.memberships.leads().get().person == member
    assert Letter.objects.get().recipient == member.email


def test_a_lead_that_is_there_gives_it_away_alone(sound, leader, member, staff, logged_in):
    answer = appoint(logged_in(staff), sound, sound.memberships.get(person=member)).content.decode()

    assert LeadThere.sentence in answer
    assert sound.memberships.leads().get().person == leader


def test_nobody_from_elsewhere_is_made_the_lead(sound, staff, logged_in):
    elsewhere, client = MembershipFactory(), logged_in(staff)
    address = reverse("admin:teams_team_appoint", args=[TeamFactory().pk])

    assert client.post(address, {"member": elsewhere.reference}).status_code == 404
    assert client.post(address, {"member": "1; --"}).status_code == 404

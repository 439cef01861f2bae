"""check_invariants sees what must not be, however it came about."""

import pytest

from missione.shared.invariants import broken_promises
from teams.choices import TeamState
from teams.models import Team, TeamChange, TeamDraft
from tests.factories.teams import AgencyFactory, MembershipFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(asked=True, lead=PersonFactory())


def broken():
    return [line for line in broken_promises() if line.startswith("teams:")]


def test_nothing_is_said_of_what_is_right(team):
    assert broken() == []


def test_a_team_that_let_itself_in(team):
    TeamChange.objects.create(team=team, from_state="asked", to_state="approved", by=team.registered_by)
    Team.objects.update(state=TeamState.APPROVED, approved_at=team.asked_at)

    assert broken() == [f"teams: nobody_lets_a_team_in_but_staff: team {team.pk}: let in by the person who registered it"]


def test_a_team_approved_and_not_let_in(team):
    Team.objects.update(approved_at=team.asked_at)

    assert broken() == [f"teams: nobody_lets_a_team_in_but_staff: team {team.pk}: approved at a moment, but not let in"]


def test_a_team_that_went_a_way_nobody_wrote_down(team):
    TeamChange.objects.create(team=team, to_state="asked")
    Team.objects.update(state=TeamState.QUESTION)

    assert broken() == [f"teams: teams_stand_where_their_history_says: team {team.pk}: is question, its history says asked"]


def test_members_of_a_team_that_is_not_let_in(team):
    MembershipFactory(team=team)

    assert broken() == [f"teams: a_registration_is_one_persons: team {team.pk}: undecided, with 2 members"]


def test_addresses_of_colleagues_kept_for_nothing(team):
    Team.objects.update(state=TeamState.DECLINED, colleagues=["a@b.example"])

    assert broken() == [f"teams: a_registration_is_one_persons: team {team.pk}: decided, and keeps the addresses of colleagues"]


def test_teams_and_drafts_left_behind_by_a_merge(team):
    merged = AgencyFactory(is_active=False, merged_into=AgencyFactory())
    draft = TeamDraft.objects.create(person=PersonFactory(), agency=merged)
    Team.objects.update(agency=merged)

    assert broken() == [
        f"teams: merged_authorities_are_left_alone: team {team.pk}: belongs to a merged agency",
        f"teams: merged_authorities_are_left_alone: draft {draft.pk}: belongs to a merged agency",
    ]

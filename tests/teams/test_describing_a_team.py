"""The lead keeps up to date what the team is called and where it sits."""

import pytest
from django.urls import reverse

from teams.models import Team
from tests.factories.teams import AgencyFactory, TeamFactory
from tests.seminars.admin_desk import told
from tests.seminars.reading import links_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(leader, member):
    return TeamFactory(agency=AgencyFactory(name="Finanzamt Soest"), lead=leader, members=[member], name="Lichtblick")


def at(team):
    return reverse("teams:describe", args=[team.slug])


def test_the_lead_gives_the_team_another_name_and_building(logged_in, leader, team):
    own = logged_in(leader)
    way = links_in(own.get(reverse("teams:members", args=[team.slug])))["Name oder Gebäude ändern"]
    page = own.get(way)
    answer = own.post(way, {"name": "  Energieteam  Soest ", "site": "Haus B"}, follow=True)
    team.refresh_from_db()

    assert 'value="Lichtblick"' in page.content.decode()
    assert told(answer) == ["Name und Gebäude sind gespeichert."]
    assert (team.name, team.site) == ("Energieteam Soest", "Haus B")
    assert [(change.note, change.by) for change in team.changes.all()] == [("Name oder Gebäude wurde geändert.", None)]
    assert str(team) == "Energieteam Soest" and "Haus B" in words_of(answer)


def test_saved_as_it_was_is_no_step(logged_in, leader, team):
    logged_in(leader).post(at(team), {"name": team.name, "site": team.site})

    assert not team.changes.exists()


def test_a_building_that_is_taken_is_told_without_the_others_name(logged_in, leader, team):
    TeamFactory(agency=team.agency, site="Haus B", name="Noch geheim", asked=True)
    refused = logged_in(leader).post(at(team), {"name": "Neu", "site": "HAUS B"})

    assert refused.status_code == 422
    assert "Für dieses Gebäude gibt es schon ein Team." in words_of(refused)
    assert "Noch geheim" not in refused.content.decode()
    assert Team.objects.get(pk=team.pk).name == "Lichtblick"


@pytest.mark.parametrize("site", ["x" * 121, "Haus\x0bB"])
def test_what_does_not_fit_is_told_at_the_field(logged_in, leader, team, site):
    refused = logged_in(leader).post(at(team), {"name": "", "site": site})

    assert refused.status_code == 422
    assert 'href="#id_site"' in refused.content.decode()

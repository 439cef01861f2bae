"""Two teams are put into one building at once, by staff or by their leads. The controls: without the lock one meets an error."""

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from teams.actions import describing, moving
from teams.models import Team
from teams.querysets import AgencyQuerySet
from tests.conftest import person
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.races.many import at_once, clients_of, linger_before

pytestmark = pytest.mark.django_db(transaction=True)


def two_into_one_building(monkeypatch):
    """Both past the look at the building before either writes."""
    to = AgencyFactory(name="Amt Neu")
    teams = [TeamFactory(lead=PersonFactory()) for _ in range(2)]
    staff = clients_of([person(name, "Kampagne", is_staff=True, is_superuser=True) for name in ("Karla", "Kurt")])
    linger_before(monkeypatch, (moving, "who_goes_along"))
    data = {"agency": "Amt Neu", "site": "", "words": ""}
    statuses = at_once(
        lambda pair: pair[0].post(reverse("admin:teams_team_move", args=[pair[1].pk]), data).status_code,
        list(zip(staff, teams, strict=True)),
    )
    return sorted(statuses), Team.objects.filter(agency=to).count(), list(broken_promises())


def two_who_name_one_building(monkeypatch):
    """The leads of two teams of one authority give both the same building."""
    agency, leads = AgencyFactory(), PersonFactory.create_batch(2)
    teams = [TeamFactory(agency=agency, lead=lead, site=f"Haus {number}") for number, lead in enumerate(leads)]
    linger_before(monkeypatch, (describing, "_say"))
    statuses = at_once(
        lambda pair: pair[0].post(reverse("teams:describe", args=[pair[1].slug]), {"name": "", "site": "Haus B"}).status_code,
        list(zip(clients_of(leads), teams, strict=True)),
    )
    return sorted(statuses), Team.objects.filter(site="Haus B").count(), list(broken_promises())


def test_of_two_teams_moved_into_one_building_one_goes_and_the_other_is_refused(monkeypatch):
    assert two_into_one_building(monkeypatch) == ([302, 302], 1, [])


def test_of_two_teams_that_name_one_building_one_has_it_and_the_other_is_told(monkeypatch):
    assert two_who_name_one_building(monkeypatch) == ([302, 422], 1, [])


@pytest.mark.parametrize("both", [two_into_one_building, two_who_name_one_building])
def test_control_without_the_lock_the_second_runs_into_the_database(monkeypatch, both):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))

    assert both(monkeypatch) == ([302, 500], 1, [])

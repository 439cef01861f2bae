"""Whatever arrives at the forms of belonging to a team and behind the key of an invitation: no 5xx, nothing half written."""

from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from teams.models import Handover, Invitation, JoinRequest, Membership
from tests.conftest import person
from tests.factories.teams import TeamFactory
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, encodable, every_promise_is_kept, form, rows, sound

pytestmark = pytest.mark.django_db
WRITTEN = (Invitation, JoinRequest, Handover, Membership, Letter)
email = st.one_of(
    st.emails(), st.sampled_from(["x@y.example\r\nBcc: z@z.example", "ä@ö.example", "Lindner, Petra <p.lindner@b.example>"])
)
pasted = st.one_of(
    anything, st.lists(st.one_of(email, anything), max_size=5).map("; ".join), st.lists(email, max_size=40).map("\n".join)
)


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


@pytest.fixture
def lead(leader, logged_in):
    return logged_in(leader)


@pytest.fixture
def asking(team, logged_in):
    return logged_in(person("Nora", "Neu", agency=team.agency))


def one_try(client, address, data):
    """Undone afterwards: the answer, and how much it wrote."""
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(client.post(address, data))
        written = tuple(now - then for now, then in zip(rows(*WRITTEN), before, strict=True))
        assert not any(written) or every_promise_is_kept()
        transaction.set_rollback(True)
    return response, written


@ample
@given(data=form(emails=pasted, role=anything, team=anything, invited_by=anything, key_hash=anything))
@example(data={"emails": MEGABYTE})
@example(data={"emails": "@" * 400_000})
@example(data={"emails": "<" * 200_000 + ">" * 200_000})
def test_inviting_takes_anything(team, lead, data):
    response, (made, *others, letters) = one_try(lead, reverse("teams:members", args=[team.slug]), data)

    assert others == [0, 0, 0]
    assert made == letters <= 30
    assert response.status_code == (302 if made else response.status_code)
    assert not Invitation.objects.exists()


@ample
@given(data=form(message=anything, state=anything, person=anything, team=anything))
@example(data={"message": MEGABYTE})
def test_asking_to_join_takes_anything(team, asking, data):
    response, written = one_try(asking, reverse("teams:join_ask", args=[team.slug]), data)

    assert written == ((0, 1, 0, 0, 1) if response.status_code == 302 else (0, 0, 0, 0, 0))


@ample
@given(data=form(to=anything, team=anything))
@example(data={"to": MEGABYTE})
def test_offering_the_lead_takes_anything(team, lead, data):
    response, written = one_try(lead, reverse("teams:handover", args=[team.slug]), data)

    assert (response.status_code, written) == (422, (0, 0, 0, 0, 0))


@ample
@given(data=form(name=anything, site=anything, agency=anything, state=anything, kind=anything))
@example(data={"name": MEGABYTE, "site": MEGABYTE})
def test_describing_the_team_takes_anything(team, lead, data):
    response, written = one_try(lead, reverse("teams:describe", args=[team.slug]), data)

    assert (response.status_code in (302, 422), written) == (True, (0, 0, 0, 0, 0))


@ample
@given(key=anything, deed=st.sampled_from(["", "annehmen/", "ablehnen/"]))
def test_any_key_leads_to_the_same_friendly_page(lead, key, deed):
    address = f"/team/einladung/{quote(encodable(key), safe='')}/{deed}"

    response = lead.post(address) if deed else Client().get(address)

    assert response.status_code == 404
    assert "\x00" not in response.content.decode()

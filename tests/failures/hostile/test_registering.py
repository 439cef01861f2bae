"""Whatever arrives at the pages of a registration and at the deeds of staff: answered in German, nothing half written."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from teams.actions import ask_back, register_team, save_draft, settle_draft
from teams.models import Agency, Membership, Team, TeamChange, TeamDraft
from tests.factories.teams import AgencyFactory
from tests.failures.hostile.back_office import choice, number, page_of, throw
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, every_promise_is_kept, form, rows, sound

pytestmark = pytest.mark.django_db
BEGIN = "/team/anmelden/"
WRITTEN = (Team, Membership, TeamChange, TeamDraft, Agency, Letter)
KEY = "00000000-0000-4000-8000-000000000001"
kind = st.one_of(anything, st.sampled_from(["team", "solo"]))
addresses = st.one_of(
    anything,
    st.lists(st.emails(), max_size=40).map("\n".join),
    st.sampled_from(["x@y.example\r\nBcc: z@z.example", "Muster, Max <max@b.example>; <script>@b.example", "ä@ö.example"]),
)


@pytest.fixture
def drafted(member):
    agency = AgencyFactory(name="Amt Gut")
    settle_draft(person=member, agency=agency)
    return save_draft(person=member, step=3, site="Haus B")


@pytest.fixture
def questioned(member, staff, drafted):
    team = register_team(person=member, message="", request_key=KEY)
    ask_back(team=team, by=staff, question="Wer?")
    return team


def one_try(client, address, data):
    """Undone afterwards: what it answered, and how many rows it wrote."""
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(client.post(address, data))
        written = dict(zip(WRITTEN, (now - then for now, then in zip(rows(*WRITTEN), before, strict=True)), strict=True))
        if response.status_code == 302:
            assert every_promise_is_kept()
        draft = TeamDraft.objects.first()
        transaction.set_rollback(True)
    return response, written, draft


@ample
@given(data=form(agency=anything, agency_wahl=st.one_of(number, st.just("frei")), agency_zu=anything, person=anything))
@example(data={"agency": MEGABYTE, "agency_wahl": "frei", "agency_zu": MEGABYTE})
@example(data={"agency": "=HYPERLINK(1)", "agency_wahl": "frei", "agency_zu": "=HYPERLINK(1)"})
def test_choosing_the_authority_takes_anything(logged_in, member, data):
    response, written, _ = one_try(logged_in(member), f"{BEGIN}dienststelle/", data)

    assert (written[TeamDraft], written[Agency]) in ([(1, 0), (1, 1)] if response.status_code == 302 else [(0, 0)])


@ample
@given(data=form(kind=kind, name=anything, site=anything, agency=anything, reached=number))
@example(data={"kind": "team", "name": MEGABYTE, "site": MEGABYTE})
@example(data={"kind": "team", "name": "<script>alert(1)</script>", "site": "{{ 7*7 }}"})
def test_describing_the_team_takes_anything(logged_in, member, drafted, data):
    response, _, draft = one_try(logged_in(member), f"{BEGIN}team/", data)

    assert draft.agency == drafted.agency
    if response.status_code != 302:
        assert (draft.kind, draft.name, draft.site) == (drafted.kind, drafted.name, drafted.site)


@ample
@given(data=form(colleagues=addresses))
@example(data={"colleagues": MEGABYTE})
@example(data={"colleagues": "@" * 400_000})
@example(data={"colleagues": "\n".join(f"p{n}@b.example" for n in range(10_000))})
def test_naming_colleagues_takes_anything(logged_in, member, drafted, data):
    _, _, draft = one_try(logged_in(member), f"{BEGIN}kolleginnen-und-kollegen/", data)

    assert len(draft.colleagues) <= 30
    assert all("@" in email and email == email.strip().lower() for email in draft.colleagues)


@ample
@given(data=form(message=anything, consent=choice, request_key=anything, state=anything, registered_by=number))
@example(data={"message": MEGABYTE, "consent": "on", "request_key": KEY})
def test_sending_takes_anything(logged_in, member, drafted, data):
    response, written, _ = one_try(logged_in(member), f"{BEGIN}absenden/", data)

    made = 1 if response.status_code == 302 else 0
    assert (written[Team], written[Membership], written[TeamChange], written[Letter]) == (made, made, made, 2 * made)


@ample
@given(data=form(answer=anything, request_key=anything, state=anything))
@example(data={"answer": MEGABYTE, "request_key": KEY[:-1] + "2"})
@example(data={"answer": "Wir.", "request_key": KEY})
def test_answering_takes_anything(logged_in, member, questioned, data):
    response, written, _ = one_try(logged_in(member), f"/team/{questioned.slug}/anmeldung/", data)

    assert written[TeamChange] == (1 if response.status_code == 302 else 0)


@ample
@given(
    data=form(words=anything, seen=st.one_of(number, anything), state=anything),
    deed=st.sampled_from(["approve", "question", "decline", "rest", "wake", "end"]),
)
@example(data={"words": MEGABYTE, "seen": "9" * 400}, deed="decline")
def test_deciding_takes_anything(desk, member, drafted, data, deed):
    with transaction.atomic():
        team = register_team(person=member, message="", request_key=KEY)
        throw(desk, page_of(team, deed), data)
        transaction.set_rollback(True)


@ample
@given(data=form(name=anything, site=anything, state=anything, agency=number))
@example(data={"name": MEGABYTE, "site": MEGABYTE})
def test_mending_name_and_building_takes_anything(desk, member, drafted, data):
    with transaction.atomic():
        team = register_team(person=member, message="", request_key=KEY)
        throw(desk, reverse("admin:teams_team_change", args=[team.pk]), data)
        team.refresh_from_db()
        assert (team.state, team.agency) == ("asked", drafted.agency)
        transaction.set_rollback(True)


@ample
@given(data=form(agency=anything, agency_wahl=number, agency_zu=anything, site=anything, words=anything, team=number))
@example(data={"agency": "Amt Neu", "site": MEGABYTE, "words": MEGABYTE})
@example(data={"agency": "Amt Neu", "site": "=HYPERLINK(1)", "words": "x\r\nBcc: y@z.example"})
def test_moving_takes_anything(desk, member, drafted, data):
    with transaction.atomic():
        team = register_team(person=member, message="", request_key=KEY)
        AgencyFactory(name="Amt Neu", city="Amt Neu")
        throw(desk, reverse("admin:teams_team_move", args=[team.pk]), data)
        transaction.set_rollback(True)

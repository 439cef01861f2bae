"""Whatever arrives at the forms of local actions: a row as it was said or a German sentence, and every promise kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.fields import Number
from missione.shared.models import Letter, RequestKey
from teams.models import LocalAction, MeterReading, Picture
from teams.models.local_actions import MOST_REACHED
from tests.factories.local_actions import LocalActionFactory, a_picture, measured, picture_bytes
from tests.factories.teams import TeamFactory
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, encodable, every_promise_is_kept, form, rows, sound
from tests.seminars.admin_desk import typed_in

pytestmark = pytest.mark.django_db

WRITTEN = (LocalAction, MeterReading, Picture, Letter, RequestKey)
day = st.one_of(
    anything,
    st.sampled_from(["0001-01-01", "9999-12-31", "2026-12-01", "1.12.2026", "31.2.2027", "２０２６-12-01", "2026-W50", "1e3"]),
    st.dates().map(str),
)
number = st.one_of(
    anything,
    st.sampled_from(
        ["-1", "1000000000000", "５", "1.234,5", "NaN", "Infinity", "1e9", "1_000", "0x10", "1.2.3", ",", ".", "9" * 5000]
    ),
    st.decimals().map(str),
    st.integers().map(str),
)
key = st.one_of(anything, st.just("{key}"))
flag = st.one_of(anything, st.sampled_from(["on", "", "false"]))
kind = st.one_of(anything, st.sampled_from(LocalAction.Kind.values))
ACTION = form(
    request_key=key, seen_at=key, kind=kind, title=anything, starts_on=day, ends_on=day, time_text=anything, site=anything,
    description=anything, reached=number, report=anything, is_public=flag, team=number, slug=anything, hidden_at=anything,
    created_by=number,
)  # fmt: skip
METER = form(
    request_key=key, seen=key, meter=anything, note=anything, number=number, action=number,
    **{f"{phase}_{part}": day for phase in ("ref", "act") for part in ("from", "to")},
    **{f"{phase}_{part}": number for phase in ("ref", "act") for part in ("start", "end", "used")},
)  # fmt: skip
PICTURE = form(request_key=key, seen_at=key, alt_text=anything, credit=anything, has_consent=flag, key=anything, action=number)


@pytest.fixture
def action(member):
    action = LocalActionFactory(team=TeamFactory(lead=member), past=True, report="Alt")
    measured(action)
    a_picture(action)
    return action


@pytest.fixture
def throw(logged_in, member, action):
    """throw(name, data): one try at a page of the action over what stands in its form, undone."""
    desk, known = logged_in(member), {}

    def one_try(name, data, *more):
        of = [action.team.slug] if name == "action_new" else [action.team.slug, action.slug, *more]
        page = reverse(f"teams:{name}", args=of)
        if page not in known:
            known[page] = typed_in(desk.get(page))
        data = {field: known[page].get(field, "") if value == "{key}" else value for field, value in data.items()}
        with transaction.atomic():
            before = rows(*WRITTEN)
            response = sound(desk.post(page, known[page] | data))
            if response.status_code == 302:
                saw_to_it(action)
            else:
                assert rows(*WRITTEN) == before
            transaction.set_rollback(True)
        return response

    return one_try


def saw_to_it(action):
    """Nothing was reached by typing that the form does not offer."""
    for row in LocalAction.objects.all():
        assert (row.team_id, row.hidden_at, row.cancelled_at) == (action.team_id, None, None)
        assert row.starts_on <= row.ends_on and (row.reached or 0) <= MOST_REACHED
        assert row.title.strip() == row.title != ""
    assert every_promise_is_kept()


@ample
@given(query=form(q=anything, ressort=anything, art=anything, monat=anything, seite=anything))
@example(query={"q": MEGABYTE[:2000], "ressort": "FM' --", "monat": "2026-13"})
def test_looking_for_actions_takes_anything(action, client, query):
    assert sound(client.get(reverse("local_actions:list"), query)).status_code == 200


@ample
@given(data=ACTION)
@example(data={"kind": "day", "title": MEGABYTE, "starts_on": "2026-12-01", "description": MEGABYTE})
@example(data={"kind": "day", "title": "Gut", "starts_on": "2026-12-01"})
def test_planning_takes_anything(throw, data):
    throw("action_new", data)


@ample
@given(data=ACTION)
@example(data={"title": MEGABYTE, "report": MEGABYTE, "reached": "9" * 500_000})
@example(data={"reached": "1.200", "seen_at": "{key}"})
def test_changing_takes_anything(throw, data):
    throw("action_edit", data)


@ample
@given(data=METER)
@example(data={"meter": "Neubau", "act_used": "9" * 500_000})
@example(data={"meter": "Neubau", "act_used": "1.234,5"})
def test_entering_a_meter_takes_anything(throw, data):
    throw("action_meters", data)


@ample
@given(data=METER)
@example(data={"meter": MEGABYTE, "ref_used": "1.234,5"})
def test_changing_a_meter_takes_anything(throw, data):
    throw("action_meter", data, 1)


@ample
@given(data=PICTURE)
@example(data={"alt_text": MEGABYTE})
def test_describing_a_picture_takes_anything(throw, action, data):
    throw("action_picture", data, action.pictures.get().key)


@ample
@given(data=PICTURE, name=anything)
@example(data={"alt_text": "Gut"}, name="gut.jpg")
def test_adding_a_picture_takes_anything(throw, data, name):
    file = SimpleUploadedFile(encodable(name) or "x", SMALL, content_type="text/html")
    throw("action_pictures", data | {"file": file})


SMALL = picture_bytes(size=(200, 200))


@ample
@given(data=form(reason=anything))
@example(data={"reason": MEGABYTE})
def test_calling_off_takes_anything(logged_in, member, data):
    with transaction.atomic():
        action = LocalActionFactory(team=TeamFactory(lead=member))
        page = reverse("teams:action_cancel", args=[action.team.slug, action.slug])
        response = sound(logged_in(member).post(page, data))
        action.refresh_from_db()
        assert action.is_cancelled == (response.status_code == 302)
        transaction.set_rollback(True)


@ample
@given(typed=number)
def test_a_number_is_what_a_german_reads_or_nothing(typed):
    field = Number(most=99_999_999, places=3, required=False)
    try:
        read = field.clean(typed)
    except Exception as refusal:
        assert type(refusal).__name__ == "ValidationError"
    else:
        assert read is None or 0 <= read <= 99_999_999
        assert field.clean(field.prepare_value(read)) == read  # shown again, it is read the same


@ample
@given(slug=anything, action=anything, more=anything)
def test_no_address_brings_it_down(client, logged_in, member, slug, action, more):
    slug, action, more = map(encodable, (slug, action, more))
    for page in (f"/aktionen/{slug}/", f"/aktionen/bilder/{more}-640.jpg", f"/aktionen/?seite={more}"):
        assert client.get(page).status_code in (200, 301, 302, 400, 404)
    assert logged_in(member).get(f"/team/{slug}/aktionen/{action}/messung/{more}/").status_code in (301, 400, 404)

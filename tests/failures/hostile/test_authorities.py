"""Whatever arrives where a person says where they work: a German sentence or an entry, never a 5xx."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teams.models import Agency
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, every_promise_is_kept, form, rows, sound

pytestmark = pytest.mark.django_db
PAGE, SUGGESTIONS = "/konto/dienststelle/", "/konto/dienststelle/vorschlaege/"
PICK = form(agency=anything, agency_wahl=st.one_of(anything, st.just("frei")), agency_zu=anything)


@pytest.fixture
def own(logged_in, member):
    return logged_in(member)


def entry_of(person):
    person.refresh_from_db()
    return person.agency, rows(Agency)


@ample
@given(data=PICK, twice=st.booleans())
@example(data={"agency": MEGABYTE, "agency_zu": MEGABYTE, "agency_wahl": "frei"}, twice=False)
@example(data={"agency": "Amt\x00", "agency_zu": "Amt\x00", "agency_wahl": "9" * 30}, twice=False)
def test_the_form_takes_anything(own, member, data, twice):
    """`twice`: the list belongs to these words. Not undone: the next entry takes the place of the one before."""
    if twice and "agency" in data:
        data = {**data, "agency_zu": data["agency"]}
    before = entry_of(member)
    answer = sound(own.post(PAGE, data))

    if answer.status_code == 302:
        assert entry_of(member)[0] is not None
        assert every_promise_is_kept("teams")
    else:
        assert entry_of(member) == before
    assert Agency.objects.count() <= 1
    assert sound(own.get(SUGGESTIONS, {"feld": "agency", **data})).status_code == 200

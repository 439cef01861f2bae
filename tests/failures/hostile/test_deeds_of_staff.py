"""Whatever arrives at the deeds beside the forms of the back office: done whole or refused, and every promise kept."""

import pytest
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter
from tests.factories.shared import LetterFactory
from tests.factories.teams import PersonFactory
from tests.failures.hostile.back_office import choice, number, page_of, throw
from tests.failures.hostile.inputs import MEGABYTE, ample, anything, form

pytestmark = pytest.mark.django_db


@ample
@given(data=form(reason=anything, tell=choice))
@example(data={"reason": MEGABYTE})
def test_calling_off_takes_anything(desk, event, data):
    throw(desk, page_of(event, "cancel"), data)


@ample
@given(
    data=form(
        person=st.one_of(number, st.just("{somebody}")), taking_part=choice, needs=st.lists(choice, max_size=3), message=anything
    )
)
@example(data={"person": "{somebody}", "taking_part": "online", "message": MEGABYTE})
def test_entering_by_hand_takes_anything(desk, event, data):
    somebody = PersonFactory(last_name="Gesucht")
    data = {key: str(somebody.pk) if value == "{somebody}" else value for key, value in data.items()}
    throw(desk, f"{page_of(event, 'enter')}?suche=Gesucht", data)


@ample
@given(
    data=form(request_key=anything, action=anything, _selected_action=number),
    state=st.sampled_from(sorted({*Letter.State.values} - {Letter.State.HANDING_OVER})),
    deed=st.sampled_from(["resend", "release", "cancel"]),
)
def test_the_deeds_on_a_letter_take_anything(desk, data, state, deed):
    """Buttons without a field, thrown at as one form."""
    with transaction.atomic():
        letter = LetterFactory(**({"sent": True} if state == Letter.State.SENT else {"state": state}))
        response = desk.post(page_of(letter, deed), data)
        assert response.status_code in (302, 404)
        assert Letter.objects.count() <= 2
        transaction.set_rollback(True)

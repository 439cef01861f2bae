"""Whatever arrives at the form of an event: a sentence or a deed done whole, never a 5xx, and every promise kept."""

import pytest
from django.urls import reverse
from hypothesis import example, given

from tests.failures.hostile.back_office import choice, clock, date, number, page_of, throw
from tests.failures.hostile.inputs import MEGABYTE, anything, form, thorough

pytestmark = pytest.mark.django_db

EVENT = form(
    offer=number, slug=anything, subtitle=anything, speakers=anything, mode=choice, venue=anything, address=anything,
    access_note=anything, join_link=anything, seats=number, opens_at_0=date, opens_at_1=clock, closes_at_0=date,
    closes_at_1=clock,
    tell=choice, **{f"days-{n}-{part}": kind for n in (0, 1) for part, kind in
    {"day": date, "starts": clock, "ends": clock, "DELETE": choice, "id": number}.items()},
    **{"days-TOTAL_FORMS": number, "days-INITIAL_FORMS": number},
)  # fmt: skip


@thorough
@given(data=EVENT)
@example(data={"subtitle": MEGABYTE})
def test_adding_an_event_takes_anything(desk, typed, event, data):
    address = f"{reverse('admin:seminars_event_add')}?offer={event.offer_id}"
    throw(desk, address, typed(address) | data)


@thorough
@given(data=EVENT)
@example(data={"seats": "1"})
def test_changing_an_event_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event, "change"), typed(page_of(event, "change")) | data)

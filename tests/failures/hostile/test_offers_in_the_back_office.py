"""Whatever arrives at the form of an offer, and where its dates are repeated: a sentence or a deed done whole."""

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from tests.failures.hostile.back_office import choice, clock, date, number, page_of, throw
from tests.failures.hostile.inputs import MEGABYTE, anything, form, thorough

pytestmark = pytest.mark.django_db

OFFER = form(
    title=anything, slug=anything, format=choice, topic=choice, audience=choice, summary=anything, description=anything,
    takeaways=anything, seats=number, mode=choice, reminders=anything, is_published=choice, published_at_0=date,
    published_at_1=clock,
)  # fmt: skip


@thorough
@given(data=OFFER)
@example(data={"title": MEGABYTE})
def test_adding_an_offer_takes_anything(desk, typed, data):
    address = reverse("admin:seminars_offer_add")
    throw(desk, address, typed(address) | data)


@thorough
@given(data=OFFER)
@example(data={"description": MEGABYTE})
def test_changing_an_offer_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event.offer, "change"), typed(page_of(event.offer, "change")) | data)


@thorough
@given(
    data=form(
        first=date, rhythm=st.one_of(choice, st.sampled_from(["monat", "4"])), count=number, date=st.lists(date, max_size=3)
    )
)
@example(data={"first": "9999-12-01", "rhythm": "monat", "count": "53", "date": ["9999-12-01"]})
def test_a_series_takes_anything(desk, event, data):
    throw(desk, page_of(event, "series"), data)


@thorough
@given(data=form(**{"form-TOTAL_FORMS": number, "form-0-day": date, "form-0-starts": clock, "form-0-ends": clock}))
def test_copying_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event, "copy"), typed(page_of(event, "copy")) | data)

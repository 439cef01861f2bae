"""Whatever arrives at the forms of the back office: a sentence or a deed done whole, never a 5xx, and every promise kept."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.models import Booking, Event, Offer
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.shared import LetterFactory
from tests.factories.teams import PersonFactory
from tests.hostile import MEGABYTE, anything, form, thorough
from tests.seminars.admin_desk import typed_in

pytestmark = pytest.mark.django_db

ENGLISH = re.compile(r"This field|Enter a valid|Select a valid|Ensure this|Please correct")
often = settings(thorough, max_examples=60)  # a page of the back office costs ten times one of the portal
number = st.one_of(anything, st.integers(-5, 2**65).map(str))
date = st.one_of(anything, st.sampled_from(["2027-03-28", "2027-10-31", "0001-01-01", "9999-12-31", "2027-05-04", "31.12.2027"]))
clock = st.one_of(anything, st.sampled_from(["02:30", "10:00", "24:00", "23:59"]))
choice = st.one_of(anything, st.sampled_from(["online", "vor-ort", "hybrid", "1", "on", ""]))


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


@pytest.fixture
def event(db):
    event = EventFactory(hybrid=True, seats=2)
    BookingFactory.create_batch(3, event=event)
    event.refresh_from_db()
    return event


def rows():
    return {model: model.objects.count() for model in (Offer, Event, Booking, Letter, LogEntry)}


def throw(desk, address, data):
    """One try, undone: answered in German, and what was refused has written nothing."""
    with transaction.atomic():
        before = rows()
        response = desk.post(address, data)
        assert response.status_code in (200, 302, 400, 404, 422)
        if response.status_code == 302:
            assert list(broken_promises()) == []
        else:
            assert rows() == before
            assert not ENGLISH.search(response.content.decode())
        transaction.set_rollback(True)


def page_of(row, name):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{name}", args=[row.pk])


EVENT = form(
    offer=number, slug=anything, subtitle=anything, speakers=anything, mode=choice, venue=anything, address=anything,
    access_note=anything, join_link=anything, seats=number, opens_at_0=date, opens_at_1=clock, closes_at_0=date,
    closes_at_1=clock,
    tell=choice, **{f"days-{n}-{part}": kind for n in (0, 1) for part, kind in
    {"day": date, "starts": clock, "ends": clock, "DELETE": choice, "id": number}.items()},
    **{"days-TOTAL_FORMS": number, "days-INITIAL_FORMS": number},
)  # fmt: skip
OFFER = form(
    title=anything, slug=anything, format=choice, topic=choice, audience=choice, summary=anything, description=anything,
    takeaways=anything, seats=number, mode=choice, reminders=anything, is_published=choice, published_at_0=date,
    published_at_1=clock,
)  # fmt: skip


@pytest.fixture
def typed(desk, event):
    """What stands in the form of an address before somebody types."""
    known = {}

    def of(address):
        if address not in known:
            known[address] = typed_in(desk.get(address))
        return dict(known[address])

    return of


@often
@given(data=EVENT)
@example(data={"subtitle": MEGABYTE})
def test_adding_an_event_takes_anything(desk, typed, event, data):
    address = f"{reverse('admin:seminars_event_add')}?offer={event.offer_id}"
    throw(desk, address, typed(address) | data)


@often
@given(data=EVENT)
@example(data={"seats": "1"})
def test_changing_an_event_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event, "change"), typed(page_of(event, "change")) | data)


@often
@given(data=OFFER)
@example(data={"title": MEGABYTE})
def test_adding_an_offer_takes_anything(desk, typed, data):
    address = reverse("admin:seminars_offer_add")
    throw(desk, address, typed(address) | data)


@often
@given(data=OFFER)
@example(data={"description": MEGABYTE})
def test_changing_an_offer_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event.offer, "change"), typed(page_of(event.offer, "change")) | data)


@often
@given(
    data=form(
        first=date, rhythm=st.one_of(choice, st.sampled_from(["monat", "4"])), count=number, date=st.lists(date, max_size=3)
    )
)
@example(data={"first": "9999-12-01", "rhythm": "monat", "count": "53", "date": ["9999-12-01"]})
def test_a_series_takes_anything(desk, event, data):
    throw(desk, page_of(event, "series"), data)


@often
@given(data=form(**{"form-TOTAL_FORMS": number, "form-0-day": date, "form-0-starts": clock, "form-0-ends": clock}))
def test_copying_takes_anything(desk, typed, event, data):
    throw(desk, page_of(event, "copy"), typed(page_of(event, "copy")) | data)


@often
@given(data=form(reason=anything, tell=choice))
@example(data={"reason": MEGABYTE})
def test_calling_off_takes_anything(desk, event, data):
    throw(desk, page_of(event, "cancel"), data)


@often
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


@often
@given(
    data=form(request_key=anything, action=anything, _selected_action=number),
    state=st.sampled_from(sorted({*Letter.State.values} - {Letter.State.HANDING_OVER})),
)
@pytest.mark.parametrize("deed", ["resend", "release", "cancel"])
def test_the_deeds_on_a_letter_take_anything(desk, deed, data, state):
    with transaction.atomic():
        letter = LetterFactory(**({"sent": True} if state == Letter.State.SENT else {"state": state}))
        response = desk.post(page_of(letter, deed), data)
        assert response.status_code in (302, 404)
        assert Letter.objects.count() <= 2
        transaction.set_rollback(True)

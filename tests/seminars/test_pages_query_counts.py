"""What a page costs the database does not grow with what stands on it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from missione.shared import clock
from seminars.actions import Span, change_hand_outs, record_attendance
from tests.factories.documents import DocumentFactory
from tests.factories.seminars import BookingFactory, EventFactory

pytestmark = pytest.mark.django_db
FOR_A_VISITOR, LOGGED_IN, FOR_A_BOOKING = 6, 10, 20


def statements(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def several_days(first):
    return [Span(first + timedelta(days=day), first + timedelta(days=day, hours=2)) for day in range(2)]


def in_weeks(number):
    return clock.now() + timedelta(weeks=number + 1)


@pytest.fixture
def one(member):
    """An event of two days, where the member has a seat."""
    event = EventFactory(days=several_days(in_weeks(0)))
    BookingFactory(event=event, person=member)
    return event


@pytest.fixture
def more(one, member):
    """Calling it makes that fifty."""

    def make():
        for number in range(1, 50):
            BookingFactory(event=EventFactory(offer=one.offer, days=several_days(in_weeks(number))), person=member)

    return make


def test_lists_and_pages_for_a_visitor(client, one, more):
    addresses = ["/seminare/", "/seminare/?q=strom&thema=strom", one.get_absolute_url(), one.offer.get_absolute_url()]
    before = [statements(client, address) for address in addresses]
    more()

    assert [statements(client, address) for address in addresses] == before
    assert max(before) <= FOR_A_VISITOR


def test_lists_and_pages_for_a_person(logged_in, member, one, more):
    client = logged_in(member)
    addresses = ["/seminare/", one.get_absolute_url(), one.offer.get_absolute_url(), "/meine-termine/"]
    addresses += [one.bookings.get().get_absolute_url()]
    before = [statements(client, address) for address in addresses]
    more()

    assert [statements(client, address) for address in addresses] == before
    assert max(before) <= LOGGED_IN


def test_hand_outs_cost_one_question_for_a_whole_list(logged_in, member, one):
    client = logged_in(member)
    change_hand_outs(offer=one.offer, documents=[DocumentFactory(entitled_only=True)])
    counts = []
    for number in range(3):
        booking = BookingFactory(
            event=EventFactory(offer=one.offer, starts_at=clock.now() - timedelta(weeks=number + 1)), person=member
        )
        record_attendance(booking=booking, attended=True)
        addresses = ["/meine-termine/vergangen/", booking.get_absolute_url(), one.offer.get_absolute_url()]
        counts.append([statements(client, address) for address in addresses])

    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0]) <= LOGGED_IN


def test_a_waiting_list_costs_the_same_however_many_stand_on_it(logged_in, member):
    event = EventFactory(full=True)
    booking = BookingFactory(event=event, person=member)
    client, addresses = logged_in(member), ["/meine-termine/warteliste/", booking.get_absolute_url()]
    before = [statements(client, address) for address in addresses]
    for number in range(10):
        BookingFactory(event=EventFactory(full=True, starts_at=in_weeks(number + 5)), person=member)

    assert [statements(client, address) for address in addresses] == before


@pytest.mark.parametrize("facts", [{}, {"full": True}])
def test_a_booking_is_one_short_transaction(logged_in, member, facts):
    event, client = EventFactory(**facts), logged_in(member)

    with CaptureQueriesContext(connection) as captured:
        client.post(reverse("seminars:book", args=[event.offer.slug, event.slug]), {"request_key": uuid4(), "warteliste": "1"})

    asked = [query["sql"].split()[0] for query in captured]
    begin, commit = asked.index("SAVEPOINT"), len(asked) - 1 - asked[::-1].index("RELEASE")
    in_transaction = commit - begin + 1
    assert in_transaction <= FOR_A_BOOKING
    assert len(asked) - in_transaction <= 5
    assert event.bookings.filter(person=member).count() == 1

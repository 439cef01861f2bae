"""Whatever arrives at the forms of a booking and at the finder: a page or a German sentence, nothing half written, no 5xx."""

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared.models import Letter, RequestKey
from seminars.actions import book_seat
from seminars.models import Booking
from tests.factories.seminars import EventFactory
from tests.failures.hostile.inputs import MEGABYTE, anything, every_promise_is_kept, form, rows, sound, thorough
from tests.thoroughness import tries

pytestmark = pytest.mark.django_db

WRITTEN = (Booking, Letter, RequestKey)


@pytest.fixture
def here(member):
    """A client of the member, an event that asks everything, and a booking of hers."""
    client = Client(raise_request_exception=True)
    client.force_login(member)
    event = EventFactory(hybrid=True, seats=2)
    other = EventFactory(offer=event.offer, starts_at=event.starts_at.replace(day=1))
    return client, event, book_seat(event=other, person=member)


def the_row_of(booking):
    return Booking.objects.values().get(pk=booking.pk)


BOOKING = form(
    request_key=st.one_of(anything, st.just("{key}")),
    taking_part=st.one_of(anything, st.sampled_from(["online", "vor-ort"])),
    needs=st.lists(st.one_of(anything, st.sampled_from(["dgs", "schrift"])), max_size=4),
    message=anything,
    warteliste=anything,
    seat_number=anything,
    state=anything,
    person=anything,
)


@thorough
@given(data=BOOKING)
@example(data={"request_key": "{key}", "taking_part": "online", "message": MEGABYTE})
@example(data={"request_key": MEGABYTE, "taking_part": MEGABYTE, "needs": [MEGABYTE], "message": MEGABYTE})
def test_the_booking_form_takes_anything(here, data):
    client, event, _ = here
    data = {key: str(uuid4()) if value == "{key}" else value for key, value in data.items()}
    with transaction.atomic():
        before = rows(*WRITTEN)
        response = sound(client.post(reverse("seminars:book", args=[event.offer.slug, event.slug]), data))
        if response.status_code != 302:
            assert rows(*WRITTEN) == before
        else:
            booking = Booking.objects.latest("pk")
            assert (booking.state, booking.seat_number, booking.person_id) == ("booked", 1, booking.booked_by_id)
            assert rows(*WRITTEN) == tuple(count + 1 for count in before)
        transaction.set_rollback(True)


@thorough
@given(data=form(needs=st.lists(anything, max_size=4), message=anything, taking_part=anything))
@example(data={"message": MEGABYTE})
def test_the_form_of_answers_takes_anything(here, data):
    client, _, booking = here
    with transaction.atomic():
        before = rows(*WRITTEN), the_row_of(booking)
        response = sound(client.post(reverse("seminars:answers", args=[booking.reference]), data))
        if response.status_code == 302:
            assert every_promise_is_kept("seminars")
        else:
            assert (rows(*WRITTEN), the_row_of(booking)) == before
        transaction.set_rollback(True)


@thorough
@given(data=form(reason=anything, by=anything, late=anything))
@example(data={"reason": MEGABYTE})
def test_the_form_of_cancelling_takes_anything(here, data):
    client, _, booking = here
    with transaction.atomic():
        response = sound(client.post(reverse("seminars:cancel", args=[booking.reference]), data))
        booking.refresh_from_db()
        assert (booking.state == "cancelled") == (response.status_code == 302)
        transaction.set_rollback(True)


@thorough
@given(data=form(to=anything, request_key=anything, event=anything))
@example(data={"to": MEGABYTE})
def test_the_form_of_moving_takes_anything(here, data):
    client, _, booking = here
    with transaction.atomic():
        sound(client.post(reverse("seminars:move", args=[booking.reference]), data))
        booking.refresh_from_db()
        assert booking.state == "booked"
        transaction.set_rollback(True)


QUERY = form(**dict.fromkeys(["q", "thema", "teilnahme", "monat", "frei", "format", "seite", "vorschau", "next"], anything))


@thorough
@given(query=QUERY)
@example(query={"q": "ä" * 8000})
@example(query={"monat": "2026-13", "seite": "0"})
@example(query={"monat": "9999-12", "seite": "99999999999999999999"})
def test_the_finder_takes_anything(client, query):
    assert client.get(reverse("seminars:list"), query).status_code == 200


@tries(100)
@given(address=anything)
def test_an_address_that_leads_nowhere_is_a_404(here, address):
    client, event, _ = here
    for name, arguments in [
        ("offer", "{}"),
        ("event", f"{event.offer.slug} {{}}"),
        ("event", f"{{}} {event.slug}"),
        ("booking", "{}"),
    ]:
        slug = re.sub(r"[^-\w]", "", address, flags=re.ASCII)[:300] or "-"
        response = client.get(reverse(f"seminars:{name}", args=arguments.format(slug).split()))
        assert response.status_code == 404

"""Whatever arrives: a page or a German sentence, nothing half written, never a 5xx. Five hundred inputs for each form."""

import re
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter, RequestKey
from seminars.actions import book_seat
from seminars.models import Booking, Event
from tests.factories.seminars import EventFactory
from tests.hostile import MEGABYTE, anything, form, sound, thorough

pytestmark = pytest.mark.django_db


def tables():
    """How much is written, to see that a refusal wrote nothing."""
    return {model: model.objects.count() for model in (Booking, Letter, RequestKey)}


@pytest.fixture
def here(member):
    """A client of the member, an event that asks everything, and a booking of hers."""
    client = Client(raise_request_exception=True)
    client.force_login(member)
    event = EventFactory(hybrid=True, seats=2)
    other = EventFactory(offer=event.offer, starts_at=event.starts_at.replace(day=1))
    return client, event, book_seat(event=other, person=member)


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
        before = tables()
        response = sound(client.post(reverse("seminars:book", args=[event.offer.slug, event.slug]), data))
        if response.status_code != 302:
            assert tables() == before
        else:
            booking = Booking.objects.latest("pk")
            assert (booking.state, booking.seat_number, booking.person_id) == ("booked", 1, booking.booked_by_id)
            assert tables() == {model: count + 1 for model, count in before.items()}
        transaction.set_rollback(True)


@thorough
@given(data=form(needs=st.lists(anything, max_size=4), message=anything, taking_part=anything))
@example(data={"message": MEGABYTE})
def test_the_form_of_answers_takes_anything(here, data):
    client, _, booking = here
    with transaction.atomic():
        sound(client.post(reverse("seminars:answers", args=[booking.reference]), data))
        assert list(broken_promises()) == []
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


@settings(thorough, max_examples=100)
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


def test_somebody_elses_booking_is_not_there(here, logged_in, stranger):
    _, _, booking = here
    client = logged_in(stranger)
    for name in ("booking", "booking_file", "answers", "move", "cancel", "accept"):
        address = reverse(f"seminars:{name}", args=[booking.reference])
        nonsense = reverse(f"seminars:{name}", args=["ME-0000-0000"])
        for send in (client.get, client.post):
            assert send(address).status_code == send(nonsense).status_code
            # A letter's link opened without the button leads to the booking's page, which is not there either.
            assert send(address).status_code == (302 if (name, send) == ("accept", client.get) else 404)
    booking.refresh_from_db()
    assert booking.state == "booked"


@pytest.mark.parametrize("facts", [{"draft": True}, {"offer__draft": True}, {"past": True}])
def test_drafts_and_the_past_take_no_booking(logged_in, member, facts):
    event = EventFactory(**facts)

    response = logged_in(member).post(reverse("seminars:book", args=[event.offer.slug, event.slug]), {"request_key": uuid4()})

    assert response.status_code == (422 if "past" in facts else 404)
    assert not Booking.objects.exists()


def test_a_key_of_somebody_else_answers_nothing_of_theirs(logged_in, member, stranger):
    event, key = EventFactory(), uuid4()
    address = reverse("seminars:book", args=[event.offer.slug, event.slug])
    logged_in(member).post(address, {"request_key": key})

    response = logged_in(stranger).post(address, {"request_key": key})

    assert response.status_code == 409
    assert Booking.objects.get().person == member


@pytest.mark.parametrize("words", ["Geheimnis", "Sichtbar"])
def test_counts_and_pages_do_not_betray_drafts(client, words):
    EventFactory(draft=True, offer__title="Geheimnis")
    EventFactory(offer__title="Sichtbar", offer__draft=True)
    open_to_all = EventFactory(offer__title="Geheimnis und Sichtbar")

    page = client.get(reverse("seminars:list"), {"q": words})

    assert Event.objects.count() == 3
    assert (page.context["page"].paginator.count, list(page.context["page"])) == (1, [open_to_all])

"""Bookings of others, drafts and the past are not there, whoever asks for them and however."""

from uuid import uuid4

import pytest
from django.urls import reverse

from seminars.actions import book_seat
from seminars.models import Booking, Event
from tests.factories.seminars import EventFactory

pytestmark = pytest.mark.django_db


def test_somebody_elses_booking_is_not_there(logged_in, member, stranger):
    booking = book_seat(event=EventFactory(), person=member)
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

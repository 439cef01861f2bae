"""The front page: what comes next, and a way to it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.factories.seminars import BookingFactory, EventFactory

pytestmark = pytest.mark.django_db


def titles(page):
    return re.findall(r'<span class="me-event__title">([^<]+)<', page.content.decode())


def links(page):
    return {unescape(link) for link in re.findall(r'href="([^"]+)"', page.content.decode())}


def test_the_next_three_events_are_shown_and_no_draft(client):
    events = EventFactory.create_batch(4)
    EventFactory(draft=True)
    EventFactory(past=True)

    assert titles(client.get("/")) == [event.title for event in events[:3]]


def test_one_date_of_each_offer_is_shown_and_rather_one_with_a_seat(client):
    full = BookingFactory(event__seats=1).event
    free = EventFactory(offer=full.offer, starts_at=full.starts_at + timedelta(days=1))
    EventFactory(offer=full.offer, starts_at=full.starts_at + timedelta(days=2))
    other = EventFactory(starts_at=full.starts_at + timedelta(days=3))

    page = client.get("/")

    assert titles(page) == [free.title, other.title]
    assert free.get_absolute_url() in links(page)


def test_each_tile_leads_to_a_page_that_opens(client):
    page = client.get("/")
    tiles = re.findall(r'<a class="me-tile" href="([^"]+)"', page.content.decode())

    assert tiles == ["/seminare/", "/material/", "/kontakt/?worum=coaching", "/mediathek/"]
    assert [client.get(tile).status_code for tile in tiles] == [200] * 4


def test_without_any_event_the_page_says_so(client):
    assert "Zurzeit sind keine Termine geplant." in client.get("/").content.decode()


def test_whoever_has_booked_sees_the_own_next_date(logged_in, member):
    booking = BookingFactory(person=member)

    page = logged_in(member).get("/")

    assert "Ihr nächster Termin" in page.content.decode()
    assert booking.get_absolute_url() in links(page)


def test_another_persons_date_is_not_shown(logged_in, member, stranger):
    BookingFactory(person=member)

    assert "Ihr nächster Termin" not in logged_in(stranger).get("/").content.decode()


def test_only_the_campaign_team_sees_the_way_to_the_back_office(logged_in, member, staff):
    assert "/verwaltung/" not in links(logged_in(member).get("/"))
    assert "/verwaltung/" in links(logged_in(staff).get("/"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_visitors_front_page_takes_one_query(client, number, django_assert_num_queries):
    EventFactory.create_batch(number)
    client.get("/")

    with django_assert_num_queries(1):
        client.get("/")


def test_a_visitor_gets_no_cookie(client):
    assert client.get("/").cookies == {}


def test_the_current_page_is_marked_in_the_navigation(client):
    page = client.get("/seminare/").content.decode()

    assert re.search(r'aria-current="page" href="/seminare/"', page)

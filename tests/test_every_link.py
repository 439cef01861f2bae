"""Every link a person can follow, from the front page on, leads to a page."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from seminars.actions import book_seat, cancel_event
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db

NOT_FOLLOWED = re.compile("/static/|/verwaltung/.")  # files of ours; the back office has tests of its own


def links_of(response, address):
    """Where the page leads inside the portal, without what lies behind "#"."""
    found = re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', response.content.decode())
    full = {urldefrag(urljoin(f"http://testserver{address}", unescape(link)))[0] for link in found}
    inside = {urlsplit(link)._replace(scheme="", netloc="").geturl() for link in full if urlsplit(link).netloc == "testserver"}
    return {link for link in inside if not NOT_FOLLOWED.match(link)}


def walk(client):
    """What every address answered that links lead to."""
    told, ahead = {}, ["/"]
    while ahead:
        address = ahead.pop()
        response = client.get(address, follow=True)
        told[address] = response.status_code
        if response.headers["Content-Type"].startswith("text/html"):
            ahead += links_of(response, address) - told.keys() - set(ahead)
    return told


@pytest.fixture
def a_lived_in_portal(member):
    free, hybrid = EventFactory(), EventFactory(hybrid=True)
    EventFactory.create_batch(13, offer=free.offer)  # more than one page of the list
    cancel_event(event=EventFactory(), reason="Die Referentin ist erkrankt.")
    full = EventFactory(full=True, starts_at=hybrid.ends_at + timedelta(days=1))
    for event in (hybrid, EventFactory(offer=hybrid.offer)):
        book_seat(event=event, person=PersonFactory())
    book_seat(event=hybrid, person=member)
    book_seat(event=full, person=member, join_waiting_list=True)
    BookingFactory(event=EventFactory(past=True), person=member)
    EventFactory(draft=True)


@pytest.mark.parametrize(("who", "at_least"), [("visitor", 40), ("member", 50), ("staff", 40)])
def test_no_link_leads_nowhere(who, at_least, client, logged_in, request, a_lived_in_portal):
    told = walk(client if who == "visitor" else logged_in(request.getfixturevalue(who)))

    assert {address: status for address, status in told.items() if status != 200} == {}
    assert len(told) >= at_least, sorted(told)

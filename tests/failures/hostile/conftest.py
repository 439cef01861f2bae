"""The desk that the forms of the back office are thrown at."""

from copy import deepcopy

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.admin_desk import typed_in


@pytest.fixture
def logged_in():
    """One login for all tries: five hundred would take a third of the time. The cookies of a try are undone like its rows."""
    known = {}

    def log_in(someone):
        client, cookies = Client(), known.get(someone.pk)
        if cookies and Session.objects.filter(pk=cookies["sessionid"].value).exists():
            client.cookies = deepcopy(cookies)
        else:
            client.force_login(someone)
            known[someone.pk] = deepcopy(client.cookies)
        return client

    return log_in


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


@pytest.fixture
def event(db):
    event = EventFactory(hybrid=True, seats=2)
    BookingFactory.create_batch(3, event=event)
    event.refresh_from_db()
    return event


@pytest.fixture
def typed(desk):
    """What stands in the form of an address before somebody types."""
    known = {}

    def of(address):
        if address not in known:
            known[address] = typed_in(desk.get(address))
        return dict(known[address])

    return of

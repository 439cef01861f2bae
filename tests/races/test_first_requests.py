"""A browser opens ten tabs at once, in a session that has no row yet in the list of logins."""

from collections import Counter

import pytest
from django.test import Client

from teams.accounts import logins
from teams.models import Login
from tests.factories.teams import PersonFactory
from tests.races.many import at_once, linger

pytestmark = pytest.mark.django_db(transaction=True)


def tabs_of_one_session():
    client = Client()
    client.force_login(PersonFactory())
    session = client.session
    del session["login_seen"]
    session.save()
    Login.objects.all().delete()
    tabs = [Client(raise_request_exception=False) for _ in range(10)]
    for tab in tabs:
        tab.cookies = client.cookies
    return tabs


def opened_at_once(tabs):
    return Counter(at_once(lambda tab: tab.get("/konto/bedarf/").status_code, tabs, width=10))


def test_all_tabs_open_and_there_is_one_row():
    assert opened_at_once(tabs_of_one_session()) == {200: 10}
    assert Login.objects.count() == 1


def test_without_asking_again_tabs_break(monkeypatch):
    """The control: each writes the row that it did not find. All of them have looked before the first writes."""
    tabs = tabs_of_one_session()

    def create(defaults, **keys):
        linger()
        return Login.objects.create(**keys, **defaults), True

    monkeypatch.setattr(logins.Login.objects, "get_or_create", create)

    assert opened_at_once(tabs) == {200: 1, 500: 9}

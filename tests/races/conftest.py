"""What makes so many affordable, and what the controls look at."""

import re
import sys

import pytest
from django.core.signals import got_request_exception
from django.db import IntegrityError, connections
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from psycopg.errors import DeadlockDetected

A_DEADLOCK = "a deadlock"


@pytest.fixture(scope="session", autouse=True)
def awake(django_db_setup, django_db_blocker):
    """What the first request has to read is read once, and not by each of fifty that are the first."""
    with django_db_blocker.unblock():
        Client().get(reverse("home"))


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine is slow, not wrong: fifty in a queue may wait longer for their turn than production would let them."""
    options = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "connect_timeout", 60)
    monkeypatch.setitem(options, "options", re.sub(r"(statement|lock)_timeout=\d+", r"\1_timeout=120000", options["options"]))


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    """Every client would be told of every template that any of fifty renders: that took longer than the pages."""
    monkeypatch.setattr(template_rendered, "send", lambda **_: [])


@pytest.fixture
def refused_by_the_database():
    """What people ran into: the name of a constraint, or a deadlock; any other exception spoils the list by how it reads."""
    said = []

    def note(sender, request, **_):
        error = sys.exc_info()[1]
        if isinstance(error, IntegrityError):
            said.append(error.__cause__.diag.constraint_name)
        else:
            said.append(A_DEADLOCK if isinstance(error.__cause__, DeadlockDetected) else repr(error))

    got_request_exception.connect(note)
    yield said
    got_request_exception.disconnect(note)

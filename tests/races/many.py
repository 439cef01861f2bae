"""Many people at the same moment, each with a database connection of their own."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client


def at_once(deed, people, *, width=50):
    """Call deed(one) for everybody, `width` at a time; the answers in order. Each thread gives its connection back."""

    def one(person):
        try:
            return deed(person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=width) as pool:
        return list(pool.map(one, people))


def clients_of(people):
    """A logged-in client each, which reports an exception as the 500 that a person would see."""
    clients = []
    for person in people:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        clients.append(client)
    return clients

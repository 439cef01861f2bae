"""Many people at the same moment, each with a database connection of their own.

What meets is not left to the clock: who lingers at a step goes on when nobody else can. So what a lock prevents happens without
it, every time, and where the lock is nobody waits longer than the others need to come before it.
"""

import threading
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from django.db import connection, connections
from django.test import Client

LOOK_EVERY = 0.01  # seconds
GIVE_UP_AFTER = 100  # less than anybody stands before a lock: see conftest.patience

_here = threading.local()


def at_once(deed, people, *, width=50):
    """Call deed(one) for everybody, `width` at a time; the answers in order. Each thread gives its connection back."""
    lingering = []

    def one(person):
        _here.lingering = lingering
        try:
            return deed(person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=width) as pool:
        deeds = [pool.submit(one, person) for person in people]
        _let_them_go_on(deeds, lingering, width)
        return [deed.result() for deed in deeds]


def outcomes_of(*deeds):
    """All at once: what each of them came to."""
    return at_once(outcome_of, deeds, width=len(deeds))


def outcome_of(deed):
    """ "done", "again" if there was nothing left to do, or the name of what was raised, by us or by the database."""
    try:
        answer = deed()
    except Exception as error:
        return type(error).__name__
    return "again" if answer is None or answer is False else "done"


def meanwhile(deed):
    """Somebody else does it, and this thread goes on after that."""
    return at_once(lambda _: deed(), [None], width=1)[0]


def clients_of(people):
    """A logged-in client each, which reports an exception as the 500 that a person would see."""
    clients = []
    for person in people:
        client = Client(raise_request_exception=False)
        client.force_login(person)
        clients.append(client)
    return clients


# --- Lingering ------------------------------------------------------------------------------------------


def linger(turn=0):
    """Go on when all the others of this at_once are done, linger as well, or stand before a lock; lower turns first."""
    lingering = getattr(_here, "lingering", None)
    if lingering is None:  # whoever prepares the test is alone
        return
    go_on = threading.Event()
    lingering.append((turn, go_on))
    if not go_on.wait(GIVE_UP_AFTER):
        pytest.fail("Somebody neither moves nor stands before a lock.")


def late(deed, turn=0):
    """The same deed, by who lingers before it."""

    def linger_and_do(*args, **kwargs):
        linger(turn)
        return deed(*args, **kwargs)

    return linger_and_do


def linger_before(monkeypatch, *steps, turn=0):
    """Everybody lingers before these steps, each a pair: where it stands, and its name."""
    for owner, name in steps:
        monkeypatch.setattr(owner, name, late(getattr(owner, name), turn))


def linger_after(monkeypatch, *steps, turn=0):
    """The same, after them: what was read there may have changed by now."""

    def slow(step):
        def do_and_linger(*args, **kwargs):
            answer = step(*args, **kwargs)
            linger(turn)
            return answer

        return do_and_linger

    for owner, name in steps:
        monkeypatch.setattr(owner, name, slow(getattr(owner, name)))


def _let_them_go_on(deeds, lingering, width):
    while left := [deed for deed in deeds if not deed.done()]:
        # In this order: who is counted as lingering stays so until it is told here to go on, so nobody is counted twice.
        here = list(lingering)
        if here and len(here) + _standing_before_locks() >= min(width, len(left)):
            turn = min(turn for turn, _ in here)
            for who in [who for who in here if who[0] == turn]:
                lingering.remove(who)
                who[1].set()
        wait(left, timeout=LOOK_EVERY, return_when=FIRST_COMPLETED)


def _standing_before_locks():
    """Those who wait for another of us. Who waits for PostgreSQL itself, as it tidies up a table, goes on without us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity waiting WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND EXISTS (SELECT FROM pg_stat_activity ours"
            "   WHERE ours.pid = ANY(pg_blocking_pids(waiting.pid)) AND ours.backend_type = 'client backend')"
        )
        return cursor.fetchone()[0]

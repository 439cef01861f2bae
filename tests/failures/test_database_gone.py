"""PostgreSQL stops, is killed, is mute, or is too busy: people get a page that says so, at once, and then the portal again."""

import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import pytest

from devstack.place import Place
from devstack.postgres import Postgres
from tests.failures.celery_worker import wait_until
from tests.ops.servers import Web, built_image

CARELESS = {"DJANGO_SETTINGS_MODULE": "tests.ops.production_without_care"}


@dataclass
class House:
    """A web with a PostgreSQL of its own."""

    place: Place
    postgres: Postgres
    web: Web

    def another_web(self, **environment) -> Web:
        web = Web(self.place, **{"root": self.web.root, "database_url": self.postgres.url} | environment)
        web.start()
        return web


@pytest.fixture(scope="module")
def house():
    place = Place.throwaway()
    postgres = Postgres(place, throwaway=True)
    postgres.start()
    # Patience is shorter than in production, so that the tests are.
    web = Web(place, root=built_image(place), database_url=postgres.url, DATABASE_LOCK_TIMEOUT_MS="500")
    web.manage("migrate", "--noinput")
    web.start()
    yield House(place, postgres, web)
    web.stop()
    postgres.stop()
    place.remove()


def test_pages_say_so_and_come_back_by_themselves(house):
    assert [house.web.get("/impressum/").status for _ in range(20)] == [200] * 20  # every thread has its connection

    house.postgres.stop()
    try:
        pages = [house.web.get("/impressum/") for _ in range(20)]
        alive, ready = house.web.get("/gesund/"), house.web.get("/gesund/bereit")
    finally:
        house.postgres.start()
    back = [house.web.get("/impressum/").status for _ in range(20)]

    assert {(page.status, page.headers["Retry-After"]) for page in pages} == {(503, "30")}
    assert {page.headers["Cache-Control"] for page in pages} == {"no-store"}
    assert "mission E" in pages[0].body.decode() and "Sie" in pages[0].body.decode()
    assert pages[0].headers["Content-Security-Policy"] and pages[0].headers["Strict-Transport-Security"]
    assert alive.status == 200
    assert (ready.status, ready.headers["Retry-After"]) == (503, "10")
    assert back == [200] * 20
    assert house.web.get("/gesund/bereit").status == 200


def test_a_visitor_with_a_session_gets_the_same_page(house):
    cookie = "sessionid=" + "a" * 32
    assert house.web.get("/meine-termine/", Cookie=cookie).status == 302

    house.postgres.stop()
    try:
        pages = [house.web.get(address, Cookie=cookie) for address in ("/meine-termine/", "/verwaltung/", "/gibt-es-nicht/")]
    finally:
        house.postgres.start()

    assert [(page.status, page.headers["Retry-After"]) for page in pages] == [(503, "30")] * 3


def test_what_the_log_says_is_short(house):
    house.postgres.stop()
    try:
        name = house.web.get("/impressum/").headers["X-Request-ID"]
    finally:
        house.postgres.start()

    lines = wait_until(lambda: of_the_request(name, house.web.log, count=2))
    assert '"event": "database gone"' in lines[0] and "Traceback" not in lines[0]
    assert '"status": 503' in lines[1]


def of_the_request(name, log, *, count):
    """Its lines, once there are so many."""
    lines = [line for line in log.read_text().splitlines() if name in line]
    return lines if len(lines) == count else None


def test_a_killed_server_process_costs_one_answer_at_most(house):
    assert house.web.get("/impressum/").status == 200
    with psycopg.connect(house.postgres.url, autocommit=True) as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )

    # CONN_HEALTH_CHECKS asks each connection before a request uses it.
    assert [house.web.get("/impressum/").status for _ in range(10)] == [200] * 10


def test_a_lock_that_is_held_for_ever_ends_in_a_page_not_in_waiting(house):
    with psycopg.connect(house.postgres.url) as database:
        database.execute("LOCK TABLE shared_textpage IN ACCESS EXCLUSIVE MODE")
        begun = time.monotonic()

        page = house.web.get("/impressum/")

    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert 0.5 <= time.monotonic() - begun < 20


def test_without_care_people_see_an_error(house):
    """The control: the same stop, without the middleware."""
    careless = house.another_web(**CARELESS)
    try:
        assert careless.get("/impressum/").status == 200
        house.postgres.stop()
        page = careless.get("/impressum/")
    finally:
        house.postgres.start()
        careless.stop()

    assert (page.status, page.headers["Retry-After"]) == (500, None)


# --- A machine that does not answer at all --------------------------------------------------------------


class Mute(threading.Thread):
    """Takes every connection and never says a word, as a machine whose answers get lost."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"postgresql://missione@127.0.0.1:{self.socket.getsockname()[1]}/missione"
        self.kept = []
        self.start()

    def run(self):
        try:
            while True:
                self.kept.append(self.socket.accept())
        except OSError:
            pass

    def end(self):
        self.socket.close()
        for connection, _ in self.kept:
            connection.close()


@pytest.fixture
def mute():
    mute = Mute()
    yield mute
    mute.end()


def attempts_for(requests: int, web: Web, mute: Mute) -> int:
    """How often the mute machine is waited for when so many ask at once."""

    def ask(_):
        assert web.get("/impressum/", timeout=120).status >= 500

    with ThreadPoolExecutor(requests) as pool:
        list(pool.map(ask, range(12)))  # the first ones learn that the machine is mute, in both processes
        before = len(mute.kept)
        list(pool.map(ask, range(requests)))
    return len(mute.kept) - before


def test_requests_do_not_pile_up_before_a_mute_machine(house, mute):
    web = house.another_web(database_url=mute.url, DATABASE_CONNECT_TIMEOUT="2")
    try:
        attempts = attempts_for(32, web, mute)
        alive = web.get("/gesund/")
    finally:
        web.stop()

    # One thread of each of the two processes waits for the machine, and nobody else at the same time.
    assert attempts <= 8
    assert alive.status == 200


def test_without_care_they_do_pile_up(house, mute):
    careless = house.another_web(database_url=mute.url, DATABASE_CONNECT_TIMEOUT="2", **CARELESS)
    try:
        attempts = attempts_for(32, careless, mute)
    finally:
        careless.stop()

    assert attempts >= 32


def test_a_frozen_server_is_waited_for_and_then_answers(house):
    """Frozen for a moment, as by a snapshot of its machine: nothing is lost, people wait."""
    processes = processes_of(house.postgres)
    with ThreadPoolExecutor() as pool:
        for pid in processes:
            os.kill(pid, signal.SIGSTOP)
        try:
            running = [pool.submit(house.web.get, "/impressum/") for _ in range(4)]
            time.sleep(1)
        finally:
            for pid in processes:
                os.kill(pid, signal.SIGCONT)

        assert [request.result().status for request in running] == [200] * 4


def processes_of(postgres: Postgres) -> list[int]:
    main = postgres.process.pid
    with open(f"/proc/{main}/task/{main}/children") as children:
        return [main, *map(int, children.read().split())]

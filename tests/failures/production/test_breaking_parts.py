"""Clients that stall, workers and webs that die, a Redis that freezes: what people notice of it."""

import contextlib
import os
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.failures.celery_worker import wait_until
from tests.failures.production.carried import check
from tests.ops.servers import HOST, Web


def test_half_open_clients_stop_nobody(web, nginx):
    with contextlib.ExitStack() as open_ones:
        for _ in range(150):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", nginx.https)))
            open_ones.enter_context(nginx.tls()).sendall(b"POST /konto/anmelden/ HTTP/1.1\r\nHost: " + HOST.encode())
        for _ in range(40):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", web.port))).sendall(b"GET / HT")
        begun = time.monotonic()

        assert nginx.ask("/seminare/").status == 200
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("address", ["/konto/anmelden/", "/mediathek/vorschlagen/", "/material/ausleihen/x/weitergeben/"])
def test_slow_uploads_leave_the_web_to_the_others(web, nginx, address):
    """Short forms wait in nginx; long files go through as they come, but few at a time from one address."""
    with contextlib.ExitStack() as open_ones:
        for _ in range(30):
            head = f"POST {address} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1000\r\n\r\nlogin="
            open_ones.enter_context(nginx.tls()).sendall(head.encode())
        begun = time.monotonic()

        assert nginx.ask("/seminare/").status == 200
        assert time.monotonic() - begun < 10


def test_a_frozen_redis_is_noticed_by_health_alone(web, nginx, redis):
    redis.process.send_signal(signal.SIGSTOP)
    try:
        begun = time.monotonic()
        ready, page = nginx.ask("/gesund/bereit"), nginx.ask("/seminare/")
        took = time.monotonic() - begun
    finally:
        redis.process.send_signal(signal.SIGCONT)

    assert (ready.status, page.status) == (200, 200)
    assert b'"degraded"' in ready.body
    assert took < 10


@pytest.fixture
def second_web(web, nginx, place, names):
    """--scale web=2: nginx learns of it by itself."""
    second = Web(
        place, root=web.root, database_url=web.environment["DATABASE_URL"], redis_url=web.environment["REDIS_URL"],
        site_url=nginx.site_url, host="127.0.0.2", port=web.port, SECRET_KEY=web.environment["SECRET_KEY"],
    )  # fmt: skip
    second.start()
    names.addresses.append("127.0.0.2")
    yield second
    names.addresses.remove("127.0.0.2")
    second.stop()


def is_asked(web, nginx):
    assert nginx.ask("/impressum/").status == 200
    return '"route": "imprint"' in web.log.read_text()


def test_webs_come_and_go_without_a_reload(web, nginx, second_web):
    wait_until(lambda: is_asked(second_web, nginx))

    second_web.stop()

    assert [nginx.ask("/impressum/").status for _ in range(40)] == [200] * 40


def test_a_killed_worker_is_replaced_and_nobody_notices(web, nginx, second_web):
    wait_until(lambda: is_asked(second_web, nginx))
    before, started = web.workers(), web.workers_started()
    assert len(before) == 2

    os.kill(min(before), signal.SIGKILL)
    answers = [nginx.ask("/impressum/").status for _ in range(40)]

    assert answers == [200] * 40
    web.wait_for_workers(started + 1)
    assert len(web.workers()) == 2 and web.workers() != before


WAITING = "SELECT pid FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database() AND NOT granted"


def test_a_running_request_is_finished_before_the_web_ends(web, nginx):
    with ThreadPoolExecutor() as pool, psycopg.connect(web.environment["DATABASE_URL"]) as database:
        database.execute("LOCK TABLE shared_textpage IN ACCESS EXCLUSIVE MODE")
        running = pool.submit(nginx.ask, "/impressum/")
        wait_until(lambda: database.execute(WAITING).fetchone())
        web.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert not running.done() and web.process.poll() is None
        database.rollback()

        assert running.result().status == 200
    assert web.process.wait(60) == 0
    web.start()


def test_while_the_web_is_away_a_german_page_says_so(web, nginx):
    web.stop()
    try:
        answer = nginx.ask("/seminare/")
        sheet = nginx.ask("/stoerung/style.css")
    finally:
        web.start()

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "macht gerade eine kurze Pause" in answer.body.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert (sheet.status, sheet.headers["Content-Type"]) == (200, "text/css")
    check(answer), check(sheet)
    assert nginx.ask("/seminare/").status == 200

import re
import signal
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from devstack.place import Place
from devstack.valkey import Valkey
from missione import health
from missione.shared import clock
from missione.shared.models import Letter


@pytest.fixture
def own_redis(settings):
    """A server of this test alone, which it may stop or freeze."""
    place = Place.throwaway()
    server = Valkey(place, throwaway=True)
    server.start()
    settings.REDIS_URL = server.url
    yield server
    server.process.send_signal(signal.SIGCONT)
    server.stop()
    place.remove()


def test_being_alive_touches_nothing(db, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/gesund/")

    assert (answer.status_code, answer.json()) == (200, {"state": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_health_is_asked_by_address_and_pages_by_name(db, client):
    assert client.get("/gesund/", headers={"host": "172.18.0.5:8000"}).status_code == 200
    assert client.get("/impressum/", headers={"host": "172.18.0.5:8000"}).status_code == 400


def test_ready_with_everything_there(db, client, own_redis):
    answer = client.get("/gesund/bereit")

    assert (answer.status_code, answer.json()) == (200, {"state": "ok", "database": "ok", "redis": "ok"})


def test_ready_without_redis_but_degraded(db, client, own_redis):
    own_redis.stop()

    answer = client.get("/gesund/bereit")

    assert (answer.status_code, answer.json()) == (200, {"state": "degraded", "database": "ok", "redis": "gone"})


def test_a_frozen_redis_does_not_hold_the_answer_up(db, client, own_redis):
    client.get("/gesund/bereit")
    own_redis.process.send_signal(signal.SIGSTOP)
    begun = time.monotonic()

    answer = client.get("/gesund/bereit")

    assert time.monotonic() - begun < 10
    assert (answer.status_code, answer.json()["redis"]) == (200, "gone")


@pytest.mark.django_db(transaction=True)
def test_not_ready_while_migrations_are_missing(client, own_redis, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    call_command("migrate", "sessions", "zero", verbosity=0)
    try:
        answer = client.get("/gesund/bereit")
    finally:
        call_command("migrate", "sessions", verbosity=0)

    assert (answer.status_code, answer.json()) == (503, {"state": "down", "database": "migrations missing"})
    assert answer["Retry-After"] == "10"
    assert client.get("/gesund/bereit").status_code == 200


def test_migrations_are_looked_for_until_they_are_complete_once(db, client, own_redis, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)

    first, second = queries_of(client), queries_of(client)

    assert first > second == 1


def queries_of(client) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get("/gesund/bereit")
    return len(queries)


@pytest.mark.parametrize(
    "token, given", [("", ""), ("", "Bearer "), ("right", ""), ("right", "Bearer wrong"), ("right", "Bearer ü")]
)
def test_figures_are_hidden_from_whoever_does_not_know_the_token(db, client, settings, token, given):
    settings.METRICS_TOKEN = token

    assert client.get("/gesund/zahlen", headers={"authorization": given}).status_code == 404


def test_figures_are_there_for_the_monitoring(db, client, settings):
    settings.METRICS_TOKEN = "right"
    client.get("/impressum/")
    client.generic("MADE-UP", "/impressum/")
    late = clock.now() - timedelta(minutes=11)
    for number, moment in enumerate([late, late, clock.now()]):
        Letter.objects.create(key=f"{number}", message_id=f"<{number}@portal.example>", next_attempt_at=moment)

    page = client.get("/gesund/zahlen", headers={"authorization": "Bearer right"})

    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/plain")
    assert re.search(r'^portal_request_seconds_count{method="GET",route="imprint",status="200"} [1-9]', page.text, re.MULTILINE)
    assert "\nportal_letters_late 2.0\n" in page.text
    assert "MADE-UP" not in page.text


@pytest.mark.parametrize("address", ["/gesund/", "/gesund/bereit", "/gesund/zahlen"])
def test_nobody_can_post_to_health(client, address):
    assert client.post(address).status_code == 405


def test_health_leaves_nothing_in_the_log(db, client, caplog):
    caplog.set_level("INFO")

    for address in ("/gesund/", "/gesund/bereit", "/gesund/zahlen", "/impressum/"):
        client.get(address)

    assert [record.msg["route"] for record in caplog.records] == ["imprint"]

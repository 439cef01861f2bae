"""What the log says, and what it keeps to itself."""

import io
import json
import logging

import pytest
import structlog
from django.db import OperationalError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

import missione.urls
from missione import logs


def show(request, **words):
    return HttpResponse("da")


def break_down(request, **words):
    raise RuntimeError("no letter for eva.muster@behoerde.example")


def lose_the_database(request, **words):
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    path("konto/neues-passwort/<key>/", show, name="new_password"),
    path("kaputt/<key>/", break_down, name="broken"),
    path("weg/<key>/", lose_the_database, name="lost"),
]
for pattern in urlpatterns:
    pattern.callback.login_required = False
urlpatterns += missione.urls.urlpatterns
handler404 = missione.urls.handler404


@pytest.fixture
def log():
    """log(): the lines so far, as the log's reader gets them."""
    root, stream = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    handler.addFilter(logs.without_the_path)
    before, level = root.handlers[:], root.level
    root.handlers, root.level = [handler], logging.INFO
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level = before, level


@pytest.fixture
def visit(client):
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        yield client.get


def test_a_request_is_one_line_with_the_name_of_the_address(visit, log):
    answer = visit("/konto/neues-passwort/streng-geheim/?next=eva.muster@behoerde.example")

    [line] = log()
    assert (line["route"], line["method"], line["status"]) == ("new_password", "GET", 200)
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["ms"] >= 0
    assert "streng-geheim" not in str(line) and "muster" not in str(line)


def test_a_surprise_is_told_with_its_traceback_but_without_the_address(visit, log):
    visit("/kaputt/streng-geheim/")

    error, request = log()
    assert error["event"] == "Internal Server Error: broken"
    assert error["exception"].endswith("RuntimeError: no letter for (address)")
    assert error["request_id"] == request["request_id"]
    assert "streng-geheim" not in str(error)


def test_a_lost_database_is_one_line_without_a_traceback(visit, log):
    assert visit("/weg/streng-geheim/").status_code == 503

    error, request = log()
    assert (error["event"], error["route"], error["says"]) == (
        "database gone",
        "lost",
        "server closed the connection unexpectedly",
    )
    assert "exception" not in error
    assert request["status"] == 503


def test_an_unknown_address_is_not_told(db, visit, log):
    visit("/gibt/es/nicht/streng-geheim/")

    assert [(line["route"], line["status"]) for line in log()] == [("unknown", 404)]


@pytest.mark.parametrize(
    "written, told",
    [
        ("eva.muster@behoerde.example", "(address)"),
        ("550 5.1.1 <Eva.Muster+x@im.nrw.example>: unknown", "550 5.1.1 <(address)>: unknown"),
        ("to=eva@behoerde.example, bernd@behoerde.example", "to=(address), (address)"),
        ("Zoë.Müller@behörde.example", "(address)"),
        ("kept as it is: a@b, @all, 10 @ 20", "kept as it is: a@b, @all, 10 @ 20"),
    ],
)
def test_addresses_are_masked(log, written, told):
    logging.getLogger("mail").warning("%s", written)

    assert log()[0]["event"] == told


def test_addresses_are_masked_wherever_they_are_hidden(log):
    structlog.get_logger("mail").info("sent", to=["eva@behoerde.example"], facts={"from": "eva@behoerde.example"}, number=3)

    [line] = log()
    assert (line["to"], line["facts"], line["number"]) == (["(address)"], {"from": "(address)"}, 3)


def test_a_line_break_cannot_forge_a_line(log):
    logging.getLogger("x").warning('one\n{"event": "two"}')

    assert [line["event"] for line in log()] == ['one\n{"event": "two"}']

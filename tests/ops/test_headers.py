"""What every answer carries, whoever made it."""

import re

import pytest
from django.test import override_settings
from django.urls import include, path

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check(answer):
    assert {name: answer.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in answer["Permissions-Policy"]
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy


@pytest.mark.parametrize(
    "address, status",
    [
        ("/", 200), ("/seminare/", 200), ("/impressum/", 200), ("/konto/anmelden/", 200),
        ("/meine-termine/", 302), ("/verwaltung/", 302), ("/gibt-es-nicht/", 404), ("/gesund/", 200),
    ],
)  # fmt: skip
def test_pages_and_refusals(db, client, address, status):
    answer = client.get(address)

    assert answer.status_code == status
    check(answer)


def test_a_forbidden_post(db, client):
    client.handler.enforce_csrf_checks = True

    answer = client.post("/konto/anmelden/")

    assert answer.status_code == 403
    check(answer)


def test_a_name_nobody_gave_us(db, client):
    answer = client.get("/", headers={"host": "anders.example"})

    assert answer.status_code == 400
    check(answer)


def break_down(request):
    raise RuntimeError("surprise")


break_down.login_required = False
urlpatterns = [path("kaputt/", break_down), path("", include("missione.urls"))]
handler500 = "missione.errors.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_a_surprise(client):
    client.raise_request_exception = False

    answer = client.get("/kaputt/")

    assert answer.status_code == 500
    assert "mission E" in answer.text
    check(answer)


def test_pages_are_nobody_elses(db, client):
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("given", ["", "eva", "A" * 32, "0" * 33, "0" * 31 + "\n"])
def test_the_name_of_a_request_is_ours_unless_it_looks_like_nginxs(client, given):
    assert client.get("/gesund/", headers={"x-request-id": given})["X-Request-ID"] != given


def test_the_name_that_nginx_gave_is_kept(client):
    given = "0123456789abcdef" * 2

    assert client.get("/gesund/", headers={"x-request-id": given})["X-Request-ID"] == given

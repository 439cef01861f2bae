"""What people see when something goes wrong: German, in the look, with a way out."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from missione import errors


@pytest.mark.django_db
def test_an_unknown_address_offers_a_way_on(client):
    page = client.get("/gibt-es-nicht/")

    assert page.status_code == 404
    assert "Diese Seite gibt es nicht" in page.content.decode()
    assert 'href="/seminare/"' in page.content.decode()


@pytest.mark.django_db
def test_who_may_not_in_is_told_why(logged_in, member):
    page = logged_in(member).get("/verwaltung/", follow=True)

    assert page.status_code == 403
    assert "Die Verwaltung ist dem Kampagnenteam vorbehalten." in page.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_asks_for_another_try():
    page = Client(enforce_csrf_checks=True).post("/konto/anmelden/", {})

    assert page.status_code == 403
    assert "Bitte schicken Sie das Formular noch einmal ab" in page.content.decode()


@pytest.mark.django_db
def test_a_request_nobody_understands(client):
    page = client.get("/", headers={"Host": "boese.example"})

    assert page.status_code == 400
    assert "Diese Anfrage haben wir nicht verstanden" in page.content.decode()


def test_when_everything_fails_the_page_needs_no_database(rf, django_db_blocker):
    with django_db_blocker.block():
        page = errors.server_error(rf.get("/"))

    assert page.status_code == 500
    assert "Das liegt an uns, nicht an Ihnen." in page.content.decode()


def test_without_the_database_people_are_asked_to_come_back(rf, django_db_blocker):
    with django_db_blocker.block():
        page = errors.unavailable(rf.get("/"))

    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "gerade nicht erreichbar" in page.content.decode()


@pytest.mark.django_db
def test_the_words_of_a_refusal_are_not_taken_for_html(rf):
    page = errors.forbidden(rf.get("/"), PermissionDenied("<b>Nein</b>"))

    assert "&lt;b&gt;Nein&lt;/b&gt;" in page.content.decode()

"""What a person can change about the own account."""

import re

import pytest
from django.test import Client

from missione.shared.models import Letter
from tests.teams.test_logging_in import NEW, PASSWORD, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, member):
    log_in(client, member)
    return client


def change_address(client, **button):
    """Asks for the password in between, and goes on where it was."""
    asked = client.post("/konto/e-mail/", {"email": "mira@behoerde.example", **button})
    return client.post(asked.url, {"password": PASSWORD}) if "passwort-eingeben" in asked.url else asked


def test_the_name_is_changed(client, member):
    saved = client.post("/konto/", {"first_name": "Mira", "last_name": "Neumann"}, follow=True)

    member.refresh_from_db()
    assert member.name == "Mira Neumann"
    assert "Ihr Name ist gespeichert." in saved.content.decode()


def test_an_empty_name_is_refused(client, member):
    refused = client.post("/konto/", {"first_name": "", "last_name": "Neumann"})

    member.refresh_from_db()
    assert refused.status_code == 422
    assert "<title>Fehler: Mein Konto" in refused.content.decode()
    assert member.last_name == "Mitglied"


def test_a_new_address_counts_once_it_is_confirmed(client, member):
    old = member.email
    change_address(client, action_add="")
    waiting = client.get("/konto/e-mail/").content.decode()
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get(recipient="mira@behoerde.example").text)[1]
    member.refresh_from_db()
    before = member.email
    client.post(address)

    member.refresh_from_db()
    assert "Noch nicht bestätigt" in waiting
    assert (before, member.email) == (old, "mira@behoerde.example")
    assert Letter.objects.get(recipient=old).subject == "Ihre E-Mail-Adresse wurde geändert"


def test_a_change_of_address_can_be_dropped(client, member):
    change_address(client, action_add="")
    waiting = client.get("/konto/e-mail/").content.decode()
    change_address(client, action_remove="")

    assert "Noch nicht bestätigt" in waiting
    assert "Noch nicht bestätigt" not in client.get("/konto/e-mail/").content.decode()


def test_the_password_is_changed_and_its_owner_told(client, member):
    client.post("/konto/passwort/aendern/", {"oldpassword": PASSWORD, "password1": NEW})

    assert log_in(Client(), member, NEW).status_code == 302
    assert Letter.objects.get(recipient=member.email).subject == "Ihr Passwort wurde geändert"


def test_whoever_changes_the_password_knows_the_old_one(client, member):
    refused = client.post("/konto/passwort/aendern/", {"oldpassword": "Falsch-geraten-1234", "password1": NEW})

    assert refused.status_code == 422
    assert "Das jetzige Passwort stimmt nicht." in refused.content.decode()
    assert Letter.objects.count() == 0


def test_whoever_finds_an_open_browser_is_asked_for_the_password_first(logged_in, member):
    asked = logged_in(member).post("/konto/e-mail/", {"email": "fremd@behoerde.example", "action_add": ""})

    assert asked.url.startswith("/konto/passwort-eingeben/")
    assert Letter.objects.count() == 0

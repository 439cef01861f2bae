"""Getting in, getting out, and getting in again without the password."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from missione.shared.models import Letter
from tests.teams.test_signing_up import hashes

pytestmark = pytest.mark.django_db
LOG_IN = "/konto/anmelden/"
PASSWORD = "Ein-langes-Passwort-1"  # of the cast
NEW = "Der Igel mag keinen Kaffee"


def log_in(client, person, password=PASSWORD, **more):
    return client.post(LOG_IN, {"login": person.email, "password": password, **more})


def test_a_person_logs_in_and_lands_at_the_own_dates(client, member):
    assert log_in(client, member).url == "/meine-termine/"


def test_upper_and_lower_case_of_the_address_do_not_matter(client, member):
    answer = client.post(LOG_IN, {"login": member.email.upper(), "password": PASSWORD})

    assert answer.status_code == 302


def test_who_wanted_to_go_somewhere_gets_there(client, member):
    assert log_in(client, member, next="/konto/passwort/aendern/").url == "/konto/passwort/aendern/"


def test_nobody_is_sent_to_another_host(client, member):
    assert log_in(client, member, next="https://boese.example/").url == "/meine-termine/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, member):
    wrong = log_in(client, member, "Falsch-geraten-1234")
    unknown = client.post(LOG_IN, {"login": "wer.auch.immer@behoerde.example", "password": "Falsch-geraten-1234"})

    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "E-Mail-Adresse und Passwort passen nicht zusammen." in answer.content.decode()


def test_an_unknown_address_takes_as_long_as_a_wrong_password(client, member, settings):
    settings.PASSWORD_HASHERS = ["tests.teams.test_signing_up.CountingHasher"]
    member.set_password(PASSWORD)
    member.save()

    wrong = hashes(lambda: log_in(client, member, "Falsch-geraten-1234"))
    unknown = hashes(lambda: client.post(LOG_IN, {"login": "wer.auch.immer@behoerde.example", "password": "Falsch-geraten-1234"}))

    assert (wrong, unknown) == (1, 1)


def test_after_five_wrong_guesses_the_right_password_has_to_wait_as_well(client, member):
    for _ in range(5):
        log_in(client, member, "Falsch-geraten-1234")

    answer = log_in(Client(REMOTE_ADDR="192.0.2.77"), member)

    assert answer.status_code == 422
    assert "Bitte warten Sie fünf Minuten" in answer.content.decode()
    cache.clear()
    assert log_in(client, member).status_code == 302


def test_a_client_cannot_choose_its_own_address(client, settings):
    """Without nginx in front nobody's word is taken: the limit for one address holds."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.post(LOG_IN, {}, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(3)]

    assert answers == [422, 422, 429]
    assert "Das waren sehr viele Versuche" in client.post(LOG_IN, {}).content.decode()


def test_behind_nginx_each_client_has_a_limit_of_its_own(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [client.post(LOG_IN, {}, headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(3)]

    assert answers == [422, 422, 422]


def test_logging_out_takes_a_button_not_a_link(logged_in, member):
    client = logged_in(member)

    asked = client.get("/konto/abmelden/")
    still_in = client.get("/konto/").status_code
    client.post("/konto/abmelden/")

    assert "Möchten Sie sich abmelden?" in asked.content.decode()
    assert still_in == 200
    assert client.get("/konto/").status_code == 302


def test_who_is_suspended_is_out_with_the_next_request(logged_in, member):
    client = logged_in(member)
    before = client.get("/konto/").status_code
    member.is_active = False
    member.save()

    assert (before, client.get("/konto/").status_code) == (200, 302)
    assert log_in(Client(), member).url == "/konto/gesperrt/"


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, member):
    client.post("/konto/passwort/vergessen/", {"email": member.email})
    address = re.search(r"http://testserver(/konto/passwort/neu/\S+)", Letter.objects.get().text)[1]
    form = client.get(address).url
    client.post(form, {"password1": NEW})
    again = Client().get(address)

    assert log_in(Client(), member, NEW).status_code == 302
    assert "Dieser Link gilt nicht mehr" in again.content.decode()
    assert [letter.subject for letter in Letter.objects.order_by("pk")] == [
        "Ihr neues Passwort",
        "Ihr Passwort wurde neu festgelegt",
    ]


def test_asking_for_a_link_tells_nobody_who_has_an_account(client, member):
    known = client.post("/konto/passwort/vergessen/", {"email": member.email})
    unknown = client.post("/konto/passwort/vergessen/", {"email": "wer.auch.immer@behoerde.example"})

    assert known.url == unknown.url == "/konto/passwort/vergessen/verschickt/"
    assert Letter.objects.get(recipient="wer.auch.immer@behoerde.example").subject == "Zu dieser Adresse gibt es kein Konto"

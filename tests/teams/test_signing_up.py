"""Making an account: confirmed by a letter, and telling nobody who has one already."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Letter
from teams.models import Person

pytestmark = pytest.mark.django_db
SIGN_UP = "/konto/registrieren/"


def answers(email="kim.muster@behoerde.example", **changed):
    return {
        "first_name": "Kim", "last_name": "Muster", "email": email, "password1": "Der Igel mag keinen Kaffee", **changed,
    }  # fmt: skip


def test_a_person_signs_up_confirms_by_the_button_and_is_logged_in(client):
    sent = client.post(SIGN_UP, answers())
    letter = Letter.objects.get(recipient="kim.muster@behoerde.example")
    address = re.search(r"http://testserver(/konto/e-mail/bestaetigen/\S+)", letter.text)[1]
    looked_at = client.get(address)
    before_the_button = client.get("/konto/")
    client.post(address)

    assert sent.url == reverse("account_email_verification_sent")
    assert letter.subject == "Bitte bestätigen Sie Ihre E-Mail-Adresse"
    assert "Guten Tag Kim Muster" in letter.text and "Guten Tag Kim Muster" in letter.html
    assert "Adresse bestätigen" in looked_at.content.decode()
    assert before_the_button.status_code == 302  # a mail gateway that opens the link confirms nothing
    assert client.get("/konto/").status_code == 200
    assert Person.objects.get().name == "Kim Muster"


def test_who_confirms_and_is_in_by_that_reads_one_message(client):
    client.post(SIGN_UP, answers(), follow=True)
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get().text)[1]

    confirmed = client.post(address)

    told = [str(message) for message in get_messages(confirmed.wsgi_request)]
    assert told == ["Die Adresse kim.muster@behoerde.example ist bestätigt."]


def test_the_way_to_the_seminar_survives_the_confirmation(client):
    client.post(SIGN_UP + "?next=/seminare/", answers(next="/seminare/"))
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get().text)[1]

    confirmed = client.post(address)

    assert confirmed.url == "/seminare/"


def test_without_confirmation_nobody_gets_in(client):
    client.post(SIGN_UP, answers())

    Client().post("/konto/anmelden/", {"login": "kim.muster@behoerde.example", "password": "Der Igel mag keinen Kaffee"})

    assert client.get("/konto/").status_code == 302


def test_a_known_and_an_unknown_address_get_the_same_answer(member, client):
    known = client.post(SIGN_UP, answers(email=member.email), follow=True)
    unknown = Client().post(SIGN_UP, answers(email="neu.hier@behoerde.example"), follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert words_of(known).replace(member.email, "") == words_of(unknown).replace("neu.hier@behoerde.example", "")
    assert Letter.objects.get(recipient=member.email).subject == "Sie haben schon ein Konto"
    assert Person.objects.filter(first_name="Kim").count() == 1


class CountingHasher(MD5PasswordHasher):
    """Hashing is nearly all the work of making an account: 0.3 s with the real hasher, a hundred times the rest."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password, salt):
        CountingHasher.hashed += 1
        return super().encode(password, salt)


def test_a_known_address_takes_as_long_as_an_unknown_one(member, settings, client):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher", *settings.PASSWORD_HASHERS]

    known = hashes(lambda: client.post(SIGN_UP, answers(email=member.email)))
    unknown = hashes(lambda: Client().post(SIGN_UP, answers(email="neu.hier@behoerde.example")))

    assert (known, unknown) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"first_name": ""}, "Geben Sie Ihren Vornamen ein."),
        ({"last_name": " "}, "Geben Sie Ihren Nachnamen ein."),
        ({"first_name": "Ki\x0bm"}, "unsichtbare Steuerzeichen"),
        ({"last_name": "x" * 1_000_000}, "höchstens 80 Zeichen"),
        ({"email": "oezguer.müssig@gmx.de"}, "E-Mail-Adressen enthalten keine Umlaute: Schreiben Sie zum Beispiel ue statt ü."),
        ({"email": "müssig"}, "Geben Sie eine vollständige E-Mail-Adresse ein"),
        ({"email": "kim.muster"}, "Geben Sie eine vollständige E-Mail-Adresse ein"),
        ({"email": "k" * 1_000_000 + "@behoerde.example"}, "höchstens 320 Zeichen"),
        ({"password1": ""}, "Geben Sie ein Passwort ein."),
        ({"password1": "kurz"}, "mindestens 12 Zeichen"),
        ({"password1": "123456789012"}, "komplett numerisch"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(client, changed, error):
    refused = client.post(SIGN_UP, answers(**changed))

    assert refused.status_code == 422
    assert refused.content.decode().count(error) == 2  # in the summary and at the field
    assert "<title>Fehler: Registrieren" in refused.content.decode()
    assert Person.objects.count() == Letter.objects.count() == 0


def hashes(deed):
    before = CountingHasher.hashed
    deed()
    return CountingHasher.hashed - before


def words_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


def test_a_letter_whose_link_has_died_is_not_sent_any_more(client):
    client.post(SIGN_UP, answers())

    assert Letter.objects.get().not_after - clock.now() < timedelta(days=3)

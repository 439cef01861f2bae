"""Enumeration by the clock: who has an account is not seen from how long logging in, signing up or forgetting takes."""

import hashlib

import pytest
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from missione.shared.letters import post_letter
from teams.accounts import letters
from tests.conftest import PASSWORD
from tests.failures.test_invitations_tell_no_time import alike, medians, undone

pytestmark = pytest.mark.django_db
UNKNOWN = "wer.auch.immer@behoerde.example"


class SlowEnough(PBKDF2PasswordHasher):
    """Django's own, a tenth of its work: still most of what a login costs."""

    iterations = 100_000


@pytest.fixture(autouse=True)
def as_in_production(settings, member):
    settings.PASSWORD_HASHERS = [f"{__name__}.SlowEnough"]
    settings.ACCOUNT_RATE_LIMITS = False  # or after five tries another page would be measured
    member.set_password(PASSWORD)
    member.save()


@pytest.fixture
def letters_that_cost(monkeypatch):
    """So that one letter more or less is seen, on a busy machine, too."""

    def costly(**letter):
        hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000)
        post_letter(**letter)

    monkeypatch.setattr(letters, "post_letter", costly)


def taken(address, emails, **typed):
    """Medians in milliseconds, for each address."""
    field = "login" if "anmelden" in address else "email"
    return medians(*(lambda email=email: undone(lambda: Client().post(address, {field: email, **typed})) for email in emails))


def logging_in(member):
    return taken("/konto/anmelden/", (member.email, UNKNOWN), password="Falsch-geraten-1234")


def signing_up(member):
    names = {"first_name": "Kim", "last_name": "Muster", "password1": "Der Igel mag keinen Kaffee"}
    return taken("/konto/registrieren/", (member.email, UNKNOWN), **names)


def forgetting(member):
    return taken("/konto/passwort/vergessen/", (member.email, UNKNOWN))


@pytest.mark.parametrize("deed", [logging_in, signing_up])
def test_a_known_address_takes_as_long_as_an_unknown_one(deed, member):
    figures = deed(member)

    assert alike(figures), figures


def test_forgetting_takes_as_long_for_a_known_address_as_for_an_unknown_one(member, letters_that_cost):
    figures = forgetting(member)

    assert alike(figures), figures


def test_an_account_without_a_password_takes_as_long_as_an_unknown_one(member):
    """Made by staff, or of who comes by the identity provider."""
    member.set_unusable_password()
    member.save()
    figures = logging_in(member)

    assert alike(figures), figures


def test_control_without_hashing_for_nobody_a_login_is_seen(member, monkeypatch):
    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda self, password: None)
    figures = logging_in(member)

    assert not alike(figures), figures


def test_control_without_hashing_for_the_known_a_sign_up_is_seen(member, monkeypatch):
    monkeypatch.setattr("teams.accounts.forms.make_password", lambda password: None)
    figures = signing_up(member)

    assert not alike(figures), figures


def test_control_without_a_letter_to_the_unknown_forgetting_is_seen(member, settings, letters_that_cost):
    settings.ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
    figures = forgetting(member)

    assert not alike(figures), figures

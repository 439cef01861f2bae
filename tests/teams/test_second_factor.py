"""The second factor: set up, asked for, used once, lost and found; and nothing before it for staff."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from missione.shared.models import Letter
from teams.accounts import second_factor
from tests.conftest import PASSWORD
from tests.second_factor import code, give_second_factor, recovery_codes
from tests.teams.test_logging_in import log_in

pytestmark = pytest.mark.django_db
PAGE, STEP = "/konto/zweiter-faktor/", "/konto/anmelden/zweiter-schritt/"


@pytest.fixture
def desk(client, member):
    log_in(client, member)
    return client


def ask(client, address):
    """Open a page that asks for the password in between."""
    answer = client.get(address)
    return client.post(answer.url, {"password": PASSWORD}, follow=True) if answer.status_code == 302 else answer


def set_up_app(client):
    """Returns the secret that the app was told, and where it went on."""
    page = ask(client, f"{PAGE}app/").content.decode()
    secret = re.search(r'<code class="me-setup__secret">([A-Z2-7 ]+)</code>', page)[1].replace(" ", "")
    return secret, client.post(f"{PAGE}app/", {"code": code(secret)})


def test_an_app_is_set_up_and_asked_for_at_the_next_login(desk, member, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret, done = set_up_app(desk)
    asked = log_in(Client(), member)
    desk.post("/konto/abmelden/")
    log_in(desk, member)
    before = desk.get("/konto/").status_code
    entered = desk.post(STEP, {"code": code(secret, steps=1)})

    assert done.url == f"{PAGE}codes/"
    assert asked.url == STEP
    assert before == 302
    assert (entered.url, desk.get("/konto/").status_code) == ("/meine-termine/", 200)
    assert Letter.objects.get(kind="account_totp_activated").recipient == member.email


def test_a_wrong_code_sets_nothing_up(desk, member):
    ask(desk, f"{PAGE}app/")
    refused = desk.post(f"{PAGE}app/", {"code": "000000"})

    assert refused.status_code == 422
    assert "Dieser Code stimmt nicht. Bitte prüfen Sie ihn." in refused.content.decode()
    assert not Authenticator.objects.exists()


def test_whoever_finds_an_open_browser_is_asked_for_the_password_first(logged_in, member):
    client = logged_in(give_second_factor(member))

    for address in ("app/entfernen/", "codes/", "codes/herunterladen/", "codes/neu/", "schluessel/neu/"):
        assert client.get(PAGE + address).url.startswith("/konto/passwort-eingeben/")
    assert Client().get(STEP).url == "/konto/anmelden/"


def test_the_code_that_set_the_app_up_opens_no_door(desk, member):
    secret, _ = set_up_app(desk)
    other = Client()
    log_in(other, member)

    assert other.post(STEP, {"code": code(secret)}).status_code == 422


def test_a_code_counts_once(member):
    give_second_factor(member)
    used = code()
    first, second = Client(), Client()
    log_in(first, member)
    log_in(second, member)

    assert first.post(STEP, {"code": used}).status_code == 302
    cache.clear()  # allauth's own note that it was used lies there, and only for thirty seconds
    assert second.post(STEP, {"code": used}).status_code == 422
    assert second.post(STEP, {"code": code(steps=-1)}).status_code == 422
    assert second.post(STEP, {"code": code(steps=1)}).status_code == 302


def test_without_our_own_note_a_code_would_count_twice(member, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr("teams.accounts.forms.use_once", lambda *_: True)
    give_second_factor(member)
    used = code()
    first, second = Client(), Client()
    log_in(first, member)
    log_in(second, member)
    first.post(STEP, {"code": used})
    cache.clear()

    assert second.post(STEP, {"code": used}).status_code == 302


def test_after_five_wrong_codes_the_right_one_has_to_wait(client, member):
    give_second_factor(member)
    log_in(client, member)
    for _ in range(5):
        client.post(STEP, {"code": "000000"})

    assert client.post(STEP, {"code": code()}).status_code == 422
    assert "zu viele Versuche" in client.post(STEP, {"code": code()}).content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 1_000_000, "１２３４５６", "\x00", "'; --", "000\x0b000"])
def test_anything_else_than_a_code_is_refused_in_words(client, member, typed):
    give_second_factor(member)
    log_in(client, member)
    refused = client.post(STEP, {"code": typed})

    assert refused.status_code == 422
    assert "<title>Fehler: Zweiter Schritt" in refused.content.decode()


def test_each_code_on_paper_opens_the_door_once(client, member):
    give_second_factor(member)
    first, *others = recovery_codes(member)
    log_in(client, member)
    entered = client.post(STEP, {"code": f"{first[:4]} {first[4:]}"})
    again = Client()
    log_in(again, member)

    assert entered.status_code == 302
    assert again.post(STEP, {"code": first}).status_code == 422
    assert recovery_codes(member) == others


def test_the_codes_on_paper_are_shown_once_and_can_be_downloaded(desk, member, monkeypatch):
    _, done = set_up_app(desk)
    shown = desk.get(done.url)
    file = desk.get(f"{PAGE}codes/herunterladen/")
    codes = recovery_codes(member)
    row = Authenticator.objects.get(type="recovery_codes")
    row.data["viewed_at"] -= 601
    row.save()
    later = desk.get(done.url).content.decode()

    assert [c.replace(" ", "") for c in re.findall(r"<code>([\d ]+)</code>", shown.content.decode())] == codes
    assert all(f"{c[:4]} {c[4:]}" in file.content.decode() for c in codes)
    assert file.headers["Content-Disposition"] == 'attachment; filename="wiederherstellungscodes.txt"'
    assert "no-store" in file.headers["Cache-Control"] and "no-store" in shown.headers["Cache-Control"]
    assert not re.search(r"\d{4} \d{4}", later) and "10 davon sind noch unbenutzt" in later
    assert desk.get(f"{PAGE}codes/herunterladen/").status_code == 404


def test_new_codes_replace_the_old_ones(desk, member, django_capture_on_commit_callbacks):
    set_up_app(desk)
    old = recovery_codes(member)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{PAGE}codes/neu/")

    assert not set(old) & set(recovery_codes(member))
    assert Letter.objects.filter(kind="account_recovery_codes_generated").count() == 1


def test_taking_the_app_off_takes_the_codes_with_it(desk, member):
    set_up_app(desk)
    desk.post(f"{PAGE}app/entfernen/")

    assert not Authenticator.objects.exists()
    assert Letter.objects.get(kind="account_totp_deactivated").recipient == member.email
    assert log_in(Client(), member).url == "/meine-termine/"


def test_a_new_address_can_be_confirmed_beside_a_second_factor(desk, member):
    set_up_app(desk)
    desk.post("/konto/e-mail/", {"email": "mira@behoerde.example", "action_add": ""})
    address = re.search(r"http://testserver(/konto/\S+)", Letter.objects.get(recipient="mira@behoerde.example").text)[1]
    desk.post(address)

    member.refresh_from_db()
    assert member.email == "mira@behoerde.example"


# --- Secrets ------------------------------------------------------------------------------------------


def test_no_secret_lies_in_the_database(desk, member):
    secret, _ = set_up_app(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row for (row,) in cursor.fetchall())

    assert secret not in stored
    assert not any(paper in stored for paper in recovery_codes(member))


def test_a_new_key_reads_what_the_old_one_wrote(client, member, settings):
    give_second_factor(member)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-for-development-and-tests"
    log_in(client, member)

    assert client.post(STEP, {"code": code()}).status_code == 302


def test_with_the_old_key_gone_no_code_fits_and_nothing_breaks(client, member, settings):
    give_second_factor(member)
    settings.SECRET_KEY = "a-new-key-for-development-and-tests"
    log_in(client, member)

    assert client.post(STEP, {"code": code()}).status_code == 422


def test_no_code_counts_always_where_no_sample_is_loaded():
    assert settings.MFA_TOTP_INSECURE_BYPASS_CODE is None


def test_a_step_belongs_to_a_code_only_as_long_as_it_counts():
    secret = totp.generate_totp_secret()

    assert second_factor.step_of(secret, code(secret, steps=1)) == second_factor.step_of(secret, code(secret)) + 1
    assert second_factor.step_of(secret, code(secret, steps=5)) is None


# --- Staff ----------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(staff):
    staff.authenticator_set.all().delete()
    return staff


def test_staff_set_one_up_before_anything_else(client, newcomer):
    log_in(client, newcomer)
    sent = [client.get(address) for address in ("/", "/verwaltung/", "/meine-termine/", "/seminare/")]
    told = client.get(PAGE).content.decode()
    _, done = set_up_app(client)
    codes = client.get(done.url).content.decode()

    assert {answer.url for answer in sent} == {PAGE}
    assert "Bitte richten Sie jetzt einen zweiten Schritt ein" in told
    assert 'href="/verwaltung/"' in codes
    assert client.get("/verwaltung/").status_code == 200


def test_codes_on_paper_alone_are_no_second_factor(logged_in, newcomer):
    give_second_factor(newcomer)
    Authenticator.objects.filter(type="totp").delete()

    assert logged_in(newcomer).get("/verwaltung/").url == PAGE


def test_who_becomes_staff_is_asked_with_the_next_request(logged_in, member):
    client = logged_in(member)
    before = client.get("/konto/").status_code
    member.is_staff = True
    member.save()

    assert (before, client.get("/konto/").url) == (200, PAGE)


def test_nobody_else_pays_for_asking(logged_in, member):
    client = logged_in(member)
    client.get("/seminare/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/seminare/")

    assert not any("mfa_authenticator" in query["sql"] for query in queries)

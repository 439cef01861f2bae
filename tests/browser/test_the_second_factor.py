"""The second factor in a real browser: an app, and a security key that the browser itself plays."""

import re

import pytest
from django.urls import reverse

from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import check, look
from tests.conftest import PASSWORD
from tests.second_factor import code, give_second_factor

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/konto/zweiter-faktor/"


def log_in(page, person):
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    Mouse(page).press("Anmelden")


def with_password(page, address):
    """Open a page that asks for the password in between."""
    page.goto(address)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    Mouse(page).press("Weiter")


def plug_in_a_key(page):
    """A virtual key that is touched at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    return devtools


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_set_up_an_app_and_open_the_back_office(new_page, staff, javascript):
    staff.authenticator_set.all().delete()
    page = new_page(javascript=javascript)
    log_in(page, staff)
    hands = Keyboard(page) if javascript else Mouse(page)
    page.goto("/verwaltung/")
    assert page.url.endswith(PAGE)

    hands.follow("App einrichten")
    hands.write("Passwort", PASSWORD)
    hands.press("Weiter")
    secret = page.locator("code").inner_text().replace(" ", "")
    hands.write("Code aus der App", code(secret))
    hands.press("App einrichten")
    shown = page.locator("code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Codes herunterladen").click()
    hands.follow("Ich habe sie gespeichert")

    assert page.url.endswith("/verwaltung/")
    assert len(shown) == 10
    assert all(paper in download.value.path().read_text() for paper in shown)


def test_a_security_key_is_added_and_opens_the_door(new_page, member, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page = new_page()
    plug_in_a_key(page)
    log_in(page, member)
    with_password(page, f"{PAGE}schluessel/neu/")
    page.get_by_label("Name des Schlüssels").fill("Diensthandy")
    Mouse(page).press("Schlüssel hinzufügen")
    assert page.get_by_role("heading", level=1).inner_text() == "Wiederherstellungscodes"
    page.goto(PAGE)
    assert "Diensthandy" in page.content()
    assert look(page, PAGE) == []

    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url("**/")
    log_in(page, member)
    assert look(page, "the second step with a key") == []
    page.set_viewport_size({"width": 1280, "height": 900})
    Mouse(page).press("Schlüssel oder Passkey benutzen")

    assert page.url.endswith("/meine-termine/")


def test_a_key_that_is_not_there_is_said_in_words(new_page, member, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    page = new_page()
    devtools = plug_in_a_key(page)
    log_in(page, member)
    with_password(page, f"{PAGE}schluessel/neu/")
    Mouse(page).press("Schlüssel hinzufügen")
    page.goto(f"{PAGE}schluessel/neu/")  # the same key once more: the browser itself says no
    page.get_by_role("button", name="Schlüssel hinzufügen").click()

    page.get_by_text("Das hat mit dem Schlüssel nicht geklappt.").wait_for()
    devtools.send("WebAuthn.disable")


def test_without_javascript_the_page_for_keys_leads_to_the_app(new_page, member):
    page = new_page(javascript=False)
    log_in(page, member)
    with_password(page, f"{PAGE}schluessel/neu/")

    assert not page.get_by_role("button", name="Schlüssel hinzufügen").is_visible()
    page.get_by_role("main").get_by_role("link", name="App mit Codes").click()
    assert page.url.endswith(f"{PAGE}app/")


def test_the_pages_of_the_second_factor(new_page, member):
    page = new_page()
    log_in(page, member)
    with_password(page, f"{PAGE}app/")
    found = look(page, "app") + check(page, PAGE)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{PAGE}app/")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code aus der App").fill(code(secret))
    Mouse(page).press("App einrichten")
    found += look(page, "codes") + check(page, PAGE)
    names = ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn", "mfa_reauthenticate", "account_logins")
    found += [line for name in names for line in check(page, reverse(name))]

    assert found == []


def test_the_second_step_and_its_errors(new_page, member):
    give_second_factor(member)
    page = new_page()
    page.watch.expects("422")
    log_in(page, member)
    found = look(page, "second step")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label(re.compile("^Code")).fill("000000")
    Mouse(page).press("Anmelden")

    assert page.title().startswith("Fehler: ")
    assert found + look(page, "second step with an error") == []

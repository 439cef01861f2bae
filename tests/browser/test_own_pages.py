"""The person's own pages in a real browser: seen, used with and without scripts, and left for good."""

import re

import pytest
from django.urls import reverse

from teams.actions import own_data
from teams.models import DataExport, Login, Person
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import check, look
from tests.conftest import PASSWORD
from tests.factories.seminars import EventFactory
from tests.factories.teams import TeamFactory
from tests.identity_provider import IdentityProvider
from tests.teams.test_identity_provider import turn_on
from tests.teams.test_logins import PHONE, browser

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page, person):
    page.goto("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(person.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    Mouse(page).press("Anmelden")


def test_every_own_page(new_page, member):
    browser(member, PHONE)
    names = [
        "account",
        "account_profile",
        "account_needs",
        "account_notifications",
        "account_logins",
        "own_data",
        "account_delete",
    ]
    page = new_page(person=member)
    found = [line for name in names for line in check(page, reverse(name))]
    DataExport.objects.create(person=member, progress=40)
    found += check(page, reverse("own_data"))
    own_data.make_exports()
    found += check(page, reverse("own_data"))
    TeamFactory(lead=member, members=[Person.objects.create_user("a@b.example")])
    found += check(page, reverse("account_delete"))

    assert found == []


@pytest.mark.parametrize(("hands", "javascript"), [(Keyboard, True), (Mouse, False)])
def test_needs_are_said_once_and_ticked_in_the_booking(new_page, member, hands, javascript):
    page = new_page(person=member, javascript=javascript)
    page.goto("/konto/")
    way = hands(page)
    way.follow("Was Sie für die Teilnahme brauchen")
    way.tick("Stufenloser Zugang")
    way.press("Speichern")
    page.goto(f"{EventFactory(hybrid=True).get_absolute_url()}buchen/")

    assert page.get_by_label("Stufenloser Zugang").is_checked()
    assert page.get_by_text("Übernommen aus „Mein Konto“.").is_visible()


def test_the_progress_of_ones_data_is_seen_as_it_goes(new_page, member):
    page = new_page(person=member)
    page.goto("/konto/daten/")
    Mouse(page).press("Datei anfordern")
    page.get_by_text("Ihre Datei wird zusammengestellt: 0 Prozent").wait_for()
    DataExport.objects.update(progress=40)
    page.get_by_text("Ihre Datei wird zusammengestellt: 40 Prozent").wait_for()
    own_data.make_exports()
    page.get_by_text("Ihre Datei ist fertig.", exact=True).wait_for()
    page.get_by_role("status").get_by_text("Ihre Datei ist fertig.").wait_for()  # and is read out
    with page.expect_download() as download:
        page.get_by_role("link", name="Datei herunterladen").click()

    assert download.value.suggested_filename == "meine-daten-mission-e.zip"


def test_without_javascript_the_state_is_looked_at_by_a_link(new_page, member):
    page = new_page(person=member, javascript=False)
    page.goto("/konto/daten/")
    hands = Mouse(page)
    hands.press("Datei anfordern")
    own_data.make_exports()
    hands.follow("Stand neu laden")

    assert page.get_by_role("link", name="Datei herunterladen").is_visible()


def test_a_foreign_session_is_ended(new_page, member):
    phone = browser(member, PHONE)
    page = new_page()
    log_in(page, member)
    page.goto("/konto/")
    hands = Mouse(page)
    hands.follow("Angemeldete Geräte")
    page.get_by_role("button", name=re.compile("Beenden.*iPhone")).click()
    page.get_by_text("Dort sind Sie jetzt abgemeldet.").wait_for()

    assert phone.get("/konto/").status_code == 302
    assert Login.objects.filter(person=member).count() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_an_account_is_deleted(new_page, member, javascript):
    page = new_page(javascript=javascript)
    log_in(page, member)
    page.goto("/konto/")
    hands = Mouse(page)
    hands.follow("Konto löschen")
    hands.tick("Ja, ich möchte mein Konto löschen.")
    hands.press("Konto endgültig löschen")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    hands.press("Weiter")

    assert page.get_by_text("Ihr Konto ist gelöscht.").is_visible()
    assert page.get_by_role("link", name="Anmelden").first.is_visible()
    assert Person.objects.get(pk=member.pk).deleted_at


@pytest.mark.parametrize("javascript", [True, False])
def test_the_identity_provider_of_the_state_lets_somebody_in(new_page, settings, live_server, javascript):
    provider = IdentityProvider()
    turn_on(settings, provider.url)
    settings.SITE_URL = live_server.url
    page = new_page(javascript=javascript)
    page.watch.expects(provider.url)  # another host, on purpose
    try:
        page.goto("/konto/anmelden/")
        found = look(page, "login with a provider") if javascript else []  # axe is a script
        page.set_viewport_size({"width": 1280, "height": 900})
        page.get_by_role("button", name="Anmelden mit Servicekonto").click()
        page.wait_for_url("**/meine-termine/")
        found += check(page, reverse("socialaccount_connections")) if javascript else []
    finally:
        provider.close()

    assert found == []
    assert Person.objects.get().name == "Kim Muster"


def test_pages_of_trouble_with_the_provider(new_page, settings):
    turn_on(settings, "http://127.0.0.1:9")
    page = new_page()
    page.watch.expects("401")
    page.goto("/konto/anmelden/")
    page.get_by_role("button", name="Anmelden mit Servicekonto").click()
    page.get_by_role("heading", name="Anmelden hat nicht geklappt").wait_for()

    assert look(page, "trouble") + check(page, reverse("socialaccount_login_cancelled")) == []

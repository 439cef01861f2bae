"""From the public page to a team that is let in, in a real browser; and what staff see of it."""

import re

import pytest
from django.urls import reverse

from missione.shared.models import Letter
from teams.actions import ask_back, decline_team, load_authorities, register_team, save_draft, settle_draft
from teams.choices import TeamState
from teams.models import Agency, Team
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import AXE, LONG, check, findings, look
from tests.conftest import person
from tests.factories.teams import AgencyFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN, CHECK = "/team/anmelden/", "/team/anmelden/absenden/"
ELBERFELD = "Finanzamt Wuppertal-Elberfeld"


@pytest.fixture
def of_the_state():
    load_authorities()
    Agency.objects.filter(name=ELBERFELD).update(mail_domains=["finanzamt.example"])


def registered(someone, agency, number=1, entry="", **said):
    settle_draft(person=someone, **({"entry": entry} if entry else {"agency": agency}))
    save_draft(person=someone, step=3, **said)
    return register_team(person=someone, message="", request_key=f"00000000-0000-4000-8000-00000000000{number}")


def test_from_the_public_page_to_waiting(new_page, of_the_state):
    page = new_page()
    hands = Mouse(page)
    page.goto(BEGIN)
    hands.follow("Konto anlegen und beginnen")
    for label, text in {"Vorname": "Nele", "Nachname": "Neu", "E-Mail": "nele.neu@finanzamt.example"}.items():
        hands.write(label, text)
    hands.write("Passwort", "Ein-langes-Passwort-1")
    hands.press("Konto anlegen")
    page.goto(re.search(r"https?://[^/]+(/konto/e-mail/bestaetigen/\S+)", Letter.objects.get().text)[1])
    with page.expect_navigation():
        page.locator("main").get_by_role("button").first.click()
    assert page.url.endswith("/team/anmelden/dienststelle/")
    page.get_by_label("Name der Dienststelle").press_sequentially("FA elber")
    page.get_by_label(ELBERFELD).check()
    hands.press("Speichern und weiter")
    page.get_by_label("Mit einem Team").check()
    hands.write("Gebäude oder Standort", "Haus B")
    hands.press("Speichern und weiter")
    hands.write("Dienstliche E-Mail-Adressen", "Udo Klein <udo.klein@finanzamt.example>")
    hands.press("Speichern und weiter")
    hands.tick("Ich bin einverstanden")
    hands.press("Anmeldung absenden")

    team = Team.objects.get()
    assert page.get_by_role("heading", name="Ihre Anmeldung wird geprüft").is_visible()
    assert (str(team.agency), team.site, team.colleagues) == (ELBERFELD, "Haus B", ["udo.klein@finanzamt.example"])


def test_begun_in_one_browser_and_sent_from_another_with_the_keyboard_alone(new_page, member, of_the_state):
    first = new_page(person=member, javascript=False)
    hands = Mouse(first)
    first.goto("/team/anmelden/dienststelle/")
    hands.write("Name der Dienststelle", ELBERFELD)
    hands.press("Speichern und weiter")
    first.get_by_label("Allein").check()
    hands.press("Speichern und weiter")
    first.context.close()

    page = new_page(person=member)
    page.goto(BEGIN)
    keys = Keyboard(page)
    keys.follow("Anmeldung fortsetzen")
    keys.write("Nachricht an das Kampagnenteam", "Ich fange allein an.")
    keys.tick("Ich bin einverstanden")
    keys.press("Anmeldung absenden")

    assert Team.objects.get().message == "Ich fange allein an."


def test_staff_approve_three_in_a_row(new_page, staff, of_the_state):
    agency = Agency.objects.get(name=ELBERFELD)
    for number, name in enumerate(("Anna", "Berta", "Clara"), 1):
        registered(person(name, "Neu"), agency, number, site=f"Haus {number}", colleagues=[f"k{number}@finanzamt.example"])
    page = new_page(person=staff)
    page.goto("/verwaltung/")
    hands = Mouse(page)
    hands.follow("3 Teams warten auf Ihre Entscheidung")
    for _ in range(3):
        with page.expect_navigation():
            page.get_by_role("button", name="Freischalten").first.click()

    assert set(Team.objects.values_list("state", flat=True)) == {TeamState.APPROVED}
    assert page.get_by_text("Haus 3“ ist freigeschaltet.").is_visible()
    assert Letter.objects.filter(kind__in=["team_approved", "account_invitation"]).count() == 6
    page.goto("/verwaltung/")
    assert not page.get_by_text("Ihre Entscheidung").count()


def test_staff_ask_back_from_the_page_of_the_team_and_the_person_answers(new_page, staff, member, of_the_state):
    team = registered(member, Agency.objects.get(name=ELBERFELD))
    desk = new_page(person=staff)
    desk.goto(f"/verwaltung/teams/team/{team.pk}/change/")
    desk.get_by_text("Rückfrage stellen").click()
    desk.get_by_label("Ihre Frage an die Person").fill("Welches Haus?")
    Mouse(desk).press("Rückfrage absenden")
    page = new_page(person=member)
    page.goto("/team/")
    hands = Mouse(page)
    assert page.get_by_text("Welches Haus?").is_visible()
    hands.write("Ihre Antwort", "Haus B.")
    hands.press("Antwort absenden")

    assert page.get_by_role("heading", name="Ihre Anmeldung wird geprüft").is_visible()
    team.refresh_from_db()
    assert team.state == TeamState.ASKED


def test_the_pages_of_registering(new_page, member, of_the_state):
    visitor, page = new_page(), new_page(person=member)
    page.watch.expects("422")
    steps = [f"{BEGIN}{step}/" for step in ("dienststelle", "team", "kolleginnen-und-kollegen", "absenden")]
    found = check(visitor, BEGIN) + check(page, "/team/") + check(page, steps[0])
    agency = Agency.objects.get(name=ELBERFELD)
    settle_draft(person=member, agency=agency)
    save_draft(
        person=member, step=3, name=LONG, site=LONG[:110], colleagues=[f"{LONG.lower().replace('ö', 'oe')[:60]}@behoerde.example"]
    )
    TeamFactory(agency=agency, name=LONG)
    found += [line for address in [BEGIN, "/team/", *steps, f"{steps[1]}?aendern=1"] for line in check(page, address)]
    page.goto(steps[3])
    Mouse(page).press("Anmeldung absenden")
    page.get_by_role("alert").wait_for()

    assert found + look(page, "no consent") == []


def test_the_pages_of_a_registration_in_every_state(new_page, member, staff):
    page = new_page(person=member)
    team = registered(member, AgencyFactory(name=LONG), name=LONG)
    address = f"/team/{team.slug}/anmeldung/"
    found = check(page, address)
    ask_back(team=team, by=staff, question=f"Welches Haus? {LONG}")
    found += check(page, address)
    decline_team(team=team, by=staff, reason=f"Das geht nicht. {LONG}")
    found += check(page, address)
    TeamFactory(members=[member]), TeamFactory(lead=member)
    found += check(page, "/team/")

    assert found == []


def test_the_pages_of_teams_in_the_administration(new_page, staff, member):
    page = new_page(person=staff, reduced_motion="reduce")
    page.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    page.watch.expects("422")
    agency = AgencyFactory(name="Amt Gut", mail_domains=["behoerde.example"])
    team = registered(member, agency, colleagues=["a@behoerde.example"])
    entry = registered(person("Fritz", "Frei"), None, 2, entry="Amt Guth")
    let_in = TeamFactory(agency=agency, site="Haus B", lead=person("Lilo", "Leitung"))
    addresses = ["/verwaltung/", reverse("admin:teams_team_changelist")]
    addresses += [reverse("admin:teams_team_change", args=[each.pk]) for each in (team, entry, let_in)]
    addresses += [reverse(f"admin:teams_team_{deed}", args=[team.pk]) for deed in ("question", "decline")]
    addresses += [reverse(f"admin:teams_team_{deed}", args=[let_in.pk]) for deed in ("rest", "end")]
    found = [line for address in addresses for line in check(page, address)]
    page.goto(reverse("admin:teams_team_change", args=[team.pk]))
    page.get_by_text("Ablehnen", exact=True).click()
    page.evaluate(AXE.read_text())
    found += findings(page)
    Mouse(page).press("Anmeldung ablehnen")
    page.evaluate(AXE.read_text())

    assert found + findings(page) == []

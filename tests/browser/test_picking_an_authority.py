"""Somebody says where they work, in a real browser: with scripts while typing, without them in two steps."""

import pytest
from django.urls import reverse

from teams.actions import load_authorities
from teams.models import Agency
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import AXE, check, findings
from tests.factories.teams import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
FIELD = "Name der Dienststelle"


@pytest.fixture
def of_the_state():
    load_authorities()


def agency_of(person):
    person.refresh_from_db()
    return str(person.agency)


def test_suggested_while_typing_and_chosen(new_page, member, of_the_state):
    page = new_page(person=member)
    page.goto(reverse("account_agency"))
    page.get_by_label(FIELD).press_sequentially("FA wuppert")
    choice = page.get_by_label("Finanzamt Wuppertal-Elberfeld")
    choice.wait_for()
    said = page.get_by_role("status").filter(has_text="1 Dienststelle gefunden")
    said.wait_for()
    page.evaluate(AXE.read_text())
    found = findings(page)
    choice.check()
    Mouse(page).press("Dienststelle speichern")

    assert found == []
    assert agency_of(member) == "Finanzamt Wuppertal-Elberfeld"
    assert page.get_by_text("Ihre Dienststelle ist gespeichert").is_visible()


def test_without_a_script_the_list_comes_with_the_page(new_page, member, of_the_state):
    page = new_page(person=member, javascript=False)
    page.watch.expects("422")
    page.goto(reverse("account_agency"))
    hands = Mouse(page)
    hands.write(FIELD, "Bezriksregierung Munster")
    hands.press("Dienststelle speichern")
    hands.tick("Bezirksregierung Münster")
    hands.press("Dienststelle speichern")

    assert agency_of(member) == "Bezirksregierung Münster"


def test_with_the_keyboard_alone_an_entry_of_ones_own(new_page, member, of_the_state):
    page = new_page(person=member)
    page.goto(reverse("account_agency"))
    hands = Keyboard(page)
    hands.write(FIELD, "Xylophonamt")
    page.get_by_label("Nicht dabei?").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    hands.press("Dienststelle speichern")

    assert agency_of(member) == "Xylophonamt"
    assert page.get_by_text("Wartet auf Bestätigung").is_visible()


def test_the_pages_of_authorities(new_page, member):
    page = new_page(person=member)
    page.watch.expects("422")
    found = check(page, reverse("account_agency"))
    entry = AgencyFactory(name="Energiebewusstseinsförderungsmaßnahmenkoordinierungsstelle", city="", is_confirmed=False)
    member.agency = entry
    member.save()
    found += check(page, reverse("account")) + check(page, reverse("account_agency"))
    page.goto(reverse("account_agency"))
    page.get_by_label(FIELD).fill("")
    page.get_by_role("button", name="Dienststelle speichern").click()
    page.get_by_role("alert").wait_for()
    page.evaluate(AXE.read_text())

    assert found + findings(page) == []


def test_the_pages_of_authorities_in_the_administration(new_page, staff, tmp_path):
    entry, other = AgencyFactory(name="Amt Frei", is_confirmed=False), AgencyFactory(name="Amt Gut", mail_domains=["a.example"])
    someone = PersonFactory(agency=entry)
    page = new_page(person=staff)
    measured = new_page(person=staff, reduced_motion="reduce")
    measured.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    measured.watch.expects("422")
    page.watch.expects("422")
    merge = reverse("admin:teams_agency_merge", args=[entry.pk])
    addresses = [
        reverse("admin:teams_agency_changelist"),
        reverse("admin:teams_ministry_changelist"),
        reverse("admin:teams_agency_change", args=[entry.pk]),
        reverse("admin:teams_agency_add"),
        reverse("admin:teams_person_change", args=[someone.pk]),
        f"{merge}?suche=Amt",
        f"{merge}?mit={other.pk}",
        reverse("admin:teams_agency_import"),
    ]
    for address in addresses:
        assert page.goto(address).status == 200
    found = [line for address in addresses for line in check(measured, address)]
    good, bad = tmp_path / "gut.csv", tmp_path / "schlecht.csv"
    good.write_text("Name;Ort\nAmt Neu;Hagen\nAmt Gut;Musterstadt\n")
    bad.write_text("Name;Art\nAmt;Kiosk\n")
    for file in (good, bad):
        upload(page, file), upload(measured, file)
        measured.evaluate(AXE.read_text())
        found += [f"{file.name}: {line}" for line in findings(measured)]
    upload(page, good)
    Mouse(page).press("So eintragen")

    assert found == []
    assert Agency.objects.filter(name="Amt Neu").exists()


def upload(page, file):
    page.goto(reverse("admin:teams_agency_import"))
    page.get_by_label("Datei").set_input_files(file)
    Mouse(page).press("Ansehen, was sich ändert")

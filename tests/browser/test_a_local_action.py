"""A team plans an action, reads its meters, sees what it saved and shows a picture, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse

from teams.models import LocalAction
from teams.querysets.local_actions import today
from tests.browser.hands import Keyboard, Mouse
from tests.browser.test_every_page import LONG, check, look
from tests.factories.local_actions import LocalActionFactory, MeterReadingFactory, a_picture, measured, picture_bytes
from tests.factories.teams import AgencyFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team(member, leader):
    return TeamFactory(lead=leader, members=[member], agency=AgencyFactory(name="Finanzamt Soest", city="Soest"), site="Altbau")


def plan(page, team):
    page.goto(reverse("teams:actions", args=[team.slug]))
    hands = Mouse(page)
    hands.follow("Erste Aktion planen")
    page.get_by_label("Was haben Sie vor?").select_option(label="Aktionswoche")
    hands.write("Titel", "Aktionswoche „Alles aus?“")
    page.get_by_label("Erster Tag").fill(str(today() - timedelta(days=5)))
    page.get_by_label("Letzter Tag").fill(str(today() - timedelta(days=1)))
    hands.tick("Öffentlich zeigen")
    hands.press("Aktion eintragen")


def read_the_meters(page):
    hands = Mouse(page)
    hands.follow("Messwerte eintragen")
    hands.write("Name des Zählers", "Hauptzähler")
    before, during = page.get_by_role("group", name="Vorher"), page.get_by_role("group", name="Während der Aktion")
    before.get_by_label("Erster Tag").fill(str(today() - timedelta(days=19)))
    before.get_by_label("Letzter Tag").fill(str(today() - timedelta(days=15)))
    before.get_by_label("Stand am Anfang").fill("12.345,5")
    before.get_by_label("Stand am Ende").fill("12.845,5")
    during.get_by_label("Oder nur der Verbrauch").fill("450")
    hands.press("Zähler eintragen")


def show_a_picture(page, tmp_path):
    file = tmp_path / "stand.png"
    file.write_bytes(picture_bytes("PNG"))
    hands = Mouse(page)
    hands.follow("Bilder hinzufügen")
    page.get_by_label("Bilddatei").set_input_files(file)
    hands.write("Bildbeschreibung", "Infostand im Foyer")
    hands.tick("Alle erkennbaren Personen")
    hands.press("Bild hinzufügen")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (390, True), (1280, False)])
def test_planned_measured_and_shown(new_page, member, team, tmp_path, width, javascript):
    page = new_page(person=member, width=width, javascript=javascript)
    plan(page, team)
    read_the_meters(page)
    assert page.get_by_text("50,0").first.is_visible()
    Mouse(page).follow("Aktionswoche „Alles aus?“")
    show_a_picture(page, tmp_path)
    visitor = new_page(width=width)
    visitor.goto("/aktionen/vergangene/")
    Mouse(visitor).follow("Aktionswoche „Alles aus?“")

    assert visitor.get_by_text("Während der Aktion wurde Strom eingespart").is_visible()
    picture = visitor.get_by_role("img", name="Infostand im Foyer")
    picture.scroll_into_view_if_needed()
    visitor.wait_for_function("document.querySelector('main img').naturalWidth > 0")
    assert visitor.get_by_text("Miriam").count() == 0


def test_planned_with_the_keyboard_alone(new_page, member, team):
    page = new_page(person=member)
    page.goto(reverse("teams:action_new", args=[team.slug]))
    hands = Keyboard(page)
    hands._reach("combobox", "Was haben Sie vor?")
    page.keyboard.type("Info")
    hands.write("Titel", "Infostand")
    page.keyboard.press("Tab")
    page.keyboard.type("12072026")
    hands.write("Uhrzeit", "ab 11 Uhr")
    hands.tick("Öffentlich zeigen")
    hands.press("Aktion eintragen")

    action = LocalAction.objects.get()
    assert (action.kind, action.title, action.is_public) == ("stand", "Infostand", True)
    assert (action.starts_on.year, action.starts_on) == (2026, action.ends_on)


def test_two_members_edit_at_once_and_both_texts_are_on_the_page(new_page, member, leader, team):
    action = LocalActionFactory(team=team, title="Vorher")
    edit = reverse("teams:action_edit", args=[team.slug, action.slug])
    mine, hers = new_page(person=member), new_page(person=leader)
    mine.watch.expects("409")
    for page, title in ((mine, "Mein Titel"), (hers, "Ihr Titel")):
        page.goto(edit)
        Mouse(page).write("Titel", title)
    Mouse(hers).press("Änderungen speichern")
    Mouse(mine).press("Änderungen speichern")

    assert mine.evaluate("document.activeElement.id") == "fehler"
    assert mine.get_by_role("definition").inner_text() == "Ihr Titel"
    assert mine.get_by_label("Titel").input_value() == "Mein Titel"
    assert look(mine, "two at once") == []


def test_the_pages_of_local_actions(new_page, leader, team):
    page, visitor = new_page(person=leader), new_page()
    page.watch.expects("422")
    found = check(page, reverse("teams:actions", args=[team.slug])) + check(visitor, "/aktionen/")
    action = LocalActionFactory(
        team=team, past=True, title=f"Aktionswoche {LONG}", description=LONG, report=f"{LONG}\n\nGut.", reached=7
    )
    measured(action)
    measured(action, before=5, during=9, number=2, meter=LONG[:60])
    MeterReadingFactory(action=action, number=3, meter="Serverraum")
    picture, _ = a_picture(action), a_picture(action, consent=False)
    ahead = LocalActionFactory(team=team)
    LocalActionFactory(team=team, cancelled=True), LocalActionFactory(team=team, draft=True)
    hidden = LocalActionFactory(team=team, hidden=True)
    of = [team.slug, action.slug]
    own = [action.team_url, ahead.team_url, hidden.team_url, reverse("teams:actions", args=of[:1])]
    own += [reverse("teams:action_new", args=of[:1]), reverse("teams:action_cancel", args=[team.slug, ahead.slug])]
    own += [reverse(f"teams:action_{step}", args=of) for step in ("edit", "delete", "meters", "pictures")]
    own += [reverse(f"teams:action_{step}", args=[*of, 1]) for step in ("meter", "meter_remove")]
    own += [reverse(f"teams:action_{step}", args=[*of, picture.key]) for step in ("picture", "picture_remove")]
    found += [line for address in own for line in check(page, address)]
    public = ["/aktionen/", "/aktionen/vergangene/", action.get_absolute_url()]
    found += [line for address in public for line in check(visitor, address)]
    page.goto(reverse("teams:action_meters", args=[team.slug, ahead.slug]))
    Mouse(page).press("Zähler eintragen")
    found += look(page, "a form with errors")

    assert found == []


def test_the_pages_of_local_actions_in_the_administration(new_page, staff, team):
    action = LocalActionFactory(team=team, past=True)
    measured(action)
    a_picture(action)
    page = new_page(person=staff, reduced_motion="reduce")
    page.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    addresses = [
        reverse("admin:teams_localaction_changelist"),
        reverse("admin:teams_localaction_change", args=[action.pk]),
        reverse("admin:teams_localaction_hide", args=[action.pk]),
        reverse("admin:teams_localaction_pictures", args=[action.pk]),
        reverse("admin:teams_savingsassumption_changelist"),
        reverse("admin:teams_savingsassumption_add"),
    ]

    assert [line for address in addresses for line in check(page, address)] == []

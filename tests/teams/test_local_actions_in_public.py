"""What everybody sees of local actions: by month, with authority and city, and nobody's name."""

import re
from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse

from missione.shared import clock
from teams.models import LocalAction
from tests.conftest import person
from tests.factories.local_actions import LocalActionFactory, a_picture, measured
from tests.factories.teams import AgencyFactory, MinistryFactory, TeamFactory
from tests.seminars.reading import links_in, titles_of, words_of

pytestmark = pytest.mark.django_db
AHEAD, PAST = reverse("local_actions:list"), reverse("local_actions:past")
MONDAY = datetime(2026, 11, 23, 8, tzinfo=clock.BERLIN)


@pytest.fixture(autouse=True)
def on_a_monday(clock_at):
    clock_at(MONDAY)


def on(day, last=None, **fields):
    return LocalActionFactory(starts_on=day, ends_on=last or day, **fields)


def test_the_next_one_comes_first_under_its_month(client):
    agency = AgencyFactory(name="Finanzamt Soest", city="Soest")
    on(date(2026, 12, 7), title="Infostand", team=TeamFactory(agency=agency), time_text="ab 11 Uhr")
    on(date(2026, 11, 20), date(2026, 11, 23), title="Aktionswoche")
    on(date(2026, 11, 22), title="Vorbei")
    page = client.get(AHEAD)

    assert titles_of(page) == ["Aktionswoche", "Infostand"]
    words = words_of(page).partition("Die nächste zuerst")[2]
    assert words.index("November 2026") < words.index("Aktionswoche") < words.index("Dezember 2026") < words.index("Infostand")
    assert "Montag, 7. Dezember 2026, ab 11 Uhr Finanzamt Soest Aktionswoche" in words
    assert "Läuft gerade" in words


def test_what_is_over_is_on_a_page_of_its_own_the_latest_first(client):
    on(date(2026, 11, 22), title="Gestern"), on(date(2026, 5, 4), title="Im Mai"), on(date(2026, 11, 23), title="Heute")

    assert titles_of(client.get(PAST)) == ["Gestern", "Im Mai"]


def test_today_is_todays_day_in_berlin(client, clock_at):
    on(date(2026, 11, 23), title="Heute")
    clock_at(datetime(2026, 11, 23, 23, 59, tzinfo=clock.BERLIN))
    assert titles_of(client.get(AHEAD)) == ["Heute"]
    clock_at(datetime(2026, 11, 24, 0, 1, tzinfo=clock.BERLIN))

    assert titles_of(client.get(AHEAD)) == []


@pytest.mark.parametrize("how", ["draft", "hidden"])
def test_what_is_not_public_is_nowhere(client, logged_in, stranger, member, how):
    TeamFactory(lead=stranger)
    action = on(date(2026, 12, 7), **{how: True}, team=TeamFactory(members=[member]))
    for reader in (client, logged_in(stranger), logged_in(member)):
        assert titles_of(reader.get(AHEAD)) == []
        assert reader.get(action.get_absolute_url()).status_code == 404

    assert LocalAction.objects.visible_to(member).count() == 1
    assert [LocalAction.objects.visible_to(who).count() for who in (stranger, AnonymousUser())] == [0, 0]


def test_no_person_is_named_on_any_public_page(client):
    lead, colleague = person("Zacharias", "Zettelmann"), person("Walpurga", "Wunderlich")
    team = TeamFactory(lead=lead, members=[colleague], name="Die Stromsparer")
    action = LocalActionFactory(team=team, past=True, created_by=lead, report="Gut.", reached=7)
    measured(action)
    a_picture(action, by=colleague)

    for address in (PAST, action.get_absolute_url()):
        page = client.get(address).content.decode()
        assert not any(word in page for word in ("Zacharias", "Zettelmann", "Walpurga", "Wunderlich", "behoerde.example"))


def test_the_page_of_one_action_tells_what_came_of_it(client):
    agency = AgencyFactory(name="Finanzamt Soest", city="Soest")
    action = LocalActionFactory(
        team=TeamFactory(agency=agency), past=True, report="Viele kamen.", reached=80, description="Für alle"
    )
    measured(action, before=500, during=400)
    words = words_of(client.get(action.get_absolute_url()))

    for said in (
        "Finanzamt Soest",
        "Für alle",
        "Erreicht: 80 Beschäftigte Viele kamen.",
        "100,0 kWh 20,0 Prozent 30,00 Euro",
    ):
        assert said in words


def test_what_is_missing_is_the_teams_affair(client):
    action = LocalActionFactory(past=True)
    measured(action)
    action.readings.filter(phase="reference").delete()
    words = words_of(client.get(action.get_absolute_url()))

    assert "fehlt" not in words and "Stromverbrauch" not in words


def test_hostile_words_stay_words(client):
    action = on(date(2026, 12, 7), title="<script>alert(1)</script>", description="<b>fett</b>\n\n{{ 7*7 }}", site="\u202eMSB")
    for address in (AHEAD, action.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "&lt;b&gt;fett" in page and "{{ 7*7 }}" in page


def test_the_list_asks_the_same_for_one_and_for_many(client, django_assert_num_queries):
    on(date(2026, 12, 7))
    with django_assert_num_queries(4):
        client.get(AHEAD)
    for _ in range(5):
        on(date(2026, 12, 7))

    with django_assert_num_queries(4):
        client.get(AHEAD)


# --- the filters --------------------------------------------------------------------------------------------


@pytest.fixture
def many():
    finance = MinistryFactory(abbreviation="FM", name="Ministerium der Finanzen")
    tax_office = TeamFactory(agency=AgencyFactory(name="Finanzamt Köln-Süd", city="Köln", ministry=finance))
    court = TeamFactory(agency=AgencyFactory(name="Amtsgericht Soest", city="Soest", ministry=MinistryFactory(abbreviation="JM")))
    on(date(2026, 12, 7), title="Infostand im Foyer", kind="stand", team=tax_office)
    on(date(2026, 12, 28), date(2027, 1, 1), title="Aktionswoche", kind="week", team=tax_office, site="Haus B")
    on(date(2027, 1, 11), title="Bürorundgänge", kind="rounds", team=court)
    on(date(2026, 5, 4), title="Im Mai", kind="stand", team=tax_office)


@pytest.mark.parametrize(
    ("query", "titles", "chip"),
    [
        ("q=fa+koeln", ["Infostand im Foyer", "Aktionswoche"], "„fa koeln“"),
        ("q=Bürorund", ["Bürorundgänge"], "„Bürorund“"),
        ("q=haus+b", ["Aktionswoche"], "„haus b“"),
        ("ressort=FM", ["Infostand im Foyer", "Aktionswoche"], "Ressort FM"),
        ("art=stand", ["Infostand im Foyer"], "Infostand"),
        ("monat=2027-01", ["Aktionswoche", "Bürorundgänge"], "Januar 2027"),
        ("ressort=FM&monat=2026-12&q=woche", ["Aktionswoche"], "Ressort FM"),
        ("q=...", ["Infostand im Foyer", "Aktionswoche", "Bürorundgänge"], "Diese Filter konnten wir nicht lesen: Stichwort."),
        ("ressort=%00&art=%00&monat=2027-13&seite=0", ["Infostand im Foyer", "Aktionswoche", "Bürorundgänge"],
         "Diese Filter konnten wir nicht lesen: Ressort, Art, Monat, Seite."),
    ],
)  # fmt: skip
def test_the_list_is_filtered_by_what_the_address_says(client, many, query, titles, chip):
    page = client.get(f"{AHEAD}?{query}")

    assert titles_of(page) == titles
    assert chip in words_of(page)


def test_the_form_offers_the_months_there_are_and_every_ministry(client, many):
    page = client.get(f"{AHEAD}?monat=2027-01&ressort=FM").content.decode()

    assert re.findall(r'<option value="(20[^"]+)"( selected)?>', page) == [("2026-12", ""), ("2027-01", " selected")]
    assert '<option value="FM" selected>FM: Ministerium der Finanzen</option>' in page


def test_what_is_over_is_found_with_the_same_filters_without_the_month(client, many):
    page = client.get(f"{AHEAD}?art=stand&ressort=FM&monat=2026-12")
    over = links_in(page)["Vergangene"]

    assert over == f"{PAST}?ressort=FM&art=stand"
    assert titles_of(client.get(over)) == ["Im Mai"]


def test_nothing_found_leads_on(client, many):
    page = client.get(f"{AHEAD}?q=Mondfahrt")

    assert "0 kommende Aktionen" in words_of(page)
    assert links_in(page)["alle kommenden Aktionen"] == AHEAD


def test_with_javascript_only_the_results_come(client, many):
    page = client.get(f"{PAST}?art=stand&q=", headers={"HX-Request": "true"})

    assert page.headers["HX-Push-Url"] == f"{PAST}?art=stand"
    assert page.content.decode().lstrip().startswith("<section")
    assert titles_of(page) == ["Im Mai"]


def test_a_long_list_comes_in_pages(client):
    for _ in range(31):
        on(date(2026, 12, 7))

    assert len(titles_of(client.get(AHEAD))) == 30
    assert len(titles_of(client.get(f"{AHEAD}?seite=2"))) == 1
    assert client.get(f"{AHEAD}?seite=unsinn").status_code == 200


def test_the_row_for_other_pages_needs_one_question(member, django_assert_num_queries):
    team = TeamFactory(members=[member])
    for title in ("Eine", "Zwei"):
        on(date(2026, 12, 7), title=title, team=team, draft=True)

    with django_assert_num_queries(1):
        own = LocalAction.objects.visible_to(member).of_team(team).upcoming()
        rows = [render_to_string("teams/_local_action_row.html", {"action": action, "own": True}) for action in own]

    assert ["Nur im Team" in row for row in rows] == [True, True]


def test_the_team_gets_from_its_page_to_the_public_one(logged_in, member):
    action = on(date(2026, 12, 7), team=TeamFactory(members=[member]))

    assert links_in(logged_in(member).get(action.team_url))["Öffentliche Seite ansehen"] == action.get_absolute_url()

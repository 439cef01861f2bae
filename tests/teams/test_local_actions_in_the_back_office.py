"""Staff look at what teams do, export it, hide what cannot be public, and keep what a kilowatt hour is worth."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from openpyxl import load_workbook

from missione.shared import clock
from missione.shared.models import Letter
from teams.models import Picture, SavingsAssumption
from tests.factories.local_actions import LocalActionFactory, a_picture, measured
from tests.factories.teams import AgencyFactory, MinistryFactory, TeamFactory
from tests.seminars.admin_desk import rows, told, typed_in

pytestmark = pytest.mark.django_db
LIST = reverse("admin:teams_localaction_changelist")


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


def titles(answer):
    return sorted(row[0] for row in rows(answer))


def page_of(action, name):
    return reverse(f"admin:teams_localaction_{name}", args=[action.pk])


def export(desk, kind, query=""):
    return desk.get(f"{reverse('admin:teams_localaction_export', args=[kind])}{query}")


def test_the_list_can_be_narrowed_down(desk):
    finance, justice = (MinistryFactory(abbreviation=name) for name in ("FM", "JM"))
    LocalActionFactory(title="Öffentlich", team__agency=AgencyFactory(ministry=finance), starts_on=date(2026, 12, 7))
    LocalActionFactory(title="Entwurf", team__agency=AgencyFactory(ministry=justice), draft=True, starts_on=date(2026, 12, 7))
    LocalActionFactory(title="Versteckt", hidden=True, kind="stand", starts_on=date(2027, 1, 4))

    assert titles(desk.get(LIST)) == ["Entwurf", "Versteckt", "Öffentlich"]
    for query, found in {
        "sichtbar=oeffentlich": ["Öffentlich"],
        "sichtbar=team": ["Entwurf"],
        "sichtbar=ausgeblendet": ["Versteckt"],
        "ressort=JM": ["Entwurf"],
        "kind__exact=stand": ["Versteckt"],
        "monat=2026-12": ["Entwurf", "Öffentlich"],
        "q=öffentl": ["Öffentlich"],
    }.items():
        assert titles(desk.get(f"{LIST}?{query}")) == found, query


@pytest.mark.parametrize("query", ["monat=unsinn", "monat=0000-00", "sichtbar=x", "ressort=\x00", "kind__exact=x", "q=\x00"])
def test_a_filter_nobody_offered_breaks_nothing(desk, query):
    LocalActionFactory()

    assert desk.get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_the_list_asks_the_same_for_one_and_for_many(desk, django_assert_num_queries, django_assert_max_num_queries):
    LocalActionFactory()
    with django_assert_max_num_queries(10) as asked:
        desk.get(LIST)
    for _ in range(4):
        LocalActionFactory()

    with django_assert_num_queries(len(asked)):
        desk.get(LIST)


def test_staff_read_one_action_whole_and_change_no_word_of_it(desk):
    action = LocalActionFactory(past=True, report="Viele kamen.")
    measured(action)
    a_picture(action)
    page = desk.get(page_of(action, "change")).content.decode()

    assert "Viele kamen." in page and "50,0 kWh" in page
    assert 'name="title"' not in page
    assert desk.post(page_of(action, "change"), {"title": "Anders"}).status_code == 403


# --- Hiding ------------------------------------------------------------------------------------------------------


def test_hidden_it_is_gone_and_the_lead_is_told_why(desk, client, leader):
    action = LocalActionFactory(team=TeamFactory(lead=leader), title="Aktion\nSubject: x")
    answer = desk.post(page_of(action, "hide"), {"reason": "Auf dem Bild\nist jemand zu erkennen."}, follow=True)
    letter = Letter.objects.get()

    assert told(answer) == ["Die Aktion ist ausgeblendet. Die Teamleitung bekommt eine E-Mail mit dem Grund."]
    assert client.get(action.get_absolute_url()).status_code == 404
    assert (letter.recipient, letter.subject) == (leader.email, "Nicht mehr öffentlich: Aktion Subject: x")
    assert "Auf dem Bild\nist jemand zu erkennen." in letter.text
    assert action.team_url in letter.text and action.team_url in letter.html
    assert LogEntry.objects.get().get_change_message() == "Ausgeblendet."


def test_twice_is_once(desk, leader):
    action = LocalActionFactory(team=TeamFactory(lead=leader))
    for _ in range(2):
        desk.post(page_of(action, "hide"), {"reason": "So nicht."})

    assert Letter.objects.count() == 1


def test_without_a_reason_nothing_is_hidden(desk):
    action = LocalActionFactory()
    answer = desk.post(page_of(action, "hide"), {"reason": " "})
    action.refresh_from_db()

    assert (answer.status_code, action.is_public) == (422, True)
    assert "warum die Aktion nicht öffentlich bleiben kann" in answer.content.decode()


@pytest.mark.parametrize("lead", ["none", "suspended"])
def test_where_nobody_leads_nobody_is_written_to(desk, leader, lead):
    leader.is_active = lead == "none"
    leader.save()
    action = LocalActionFactory(team=TeamFactory(lead=leader if lead == "suspended" else None))
    desk.post(page_of(action, "hide"), {"reason": "So nicht."})
    action.refresh_from_db()

    assert (action.is_public, Letter.objects.count()) == (False, 0)


def test_shown_again_it_is_as_public_as_its_team_wants_it(desk, client):
    public, draft = LocalActionFactory(hidden=True), LocalActionFactory(hidden=True, draft=True)
    for action in (public, draft):
        desk.post(page_of(action, "show"))

    assert [client.get(action.get_absolute_url()).status_code for action in (public, draft)] == [200, 404]


def test_staff_remove_a_picture_even_of_a_team_that_has_ended(desk):
    action = LocalActionFactory(past=True)
    stays, goes = a_picture(action, alt_text="Bleibt"), a_picture(action, alt_text="Geht")
    action.team.state, action.team.ended_at = "ended", clock.now()
    action.team.save()
    page = desk.get(page_of(action, "pictures")).content.decode()
    assert "Bleibt" in page and "Geht" in page
    answer = desk.post(page_of(action, "pictures"), {"picture": goes.key}, follow=True)

    assert told(answer) == ["Das Bild ist entfernt."]
    assert [picture.key for picture in Picture.objects.all()] == [stays.key]
    for unknown in (goes.key, "", "\x00", a_picture(LocalActionFactory()).key):
        assert desk.post(page_of(action, "pictures"), {"picture": unknown}).status_code == 404


# --- Export ------------------------------------------------------------------------------------------------------


@pytest.fixture
def told_all():
    agency = AgencyFactory(name="Finanzamt Soest", city="Soest", ministry=MinistryFactory(abbreviation="FM"))
    action = LocalActionFactory(
        team=TeamFactory(agency=agency, name="@team"),
        title="=HYPERLINK(1)",
        starts_on=date(2026, 11, 16),
        reached=120,
        report="-1+1",
    )
    measured(action)
    return action


def test_as_csv_a_german_excel_opens_it(desk, told_all):
    answer = export(desk, "csv")
    [headings, row] = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    cells = dict(zip(headings, row, strict=True))

    assert answer.headers["Cache-Control"].startswith("private, no-store")
    assert (cells["Dienststelle"], cells["Ort"], cells["Ressort"]) == ("Finanzamt Soest", "Soest", "FM")
    assert (cells["Team"], cells["Titel"], cells["Kurzbericht"]) == ("'@team", "'=HYPERLINK(1)", "'-1+1")
    assert (cells["Von"], cells["Bis"], cells["Erreichte Beschäftigte"]) == ("16.11.2026", "20.11.2026", "120")
    assert (cells["Eingespart (kWh)"], cells["Eingespart (Prozent)"]) == ("50,00", "10,00")
    assert (cells["Eingespart (Euro)"], cells["Eingespart (kg CO₂)"]) == ("15,00", "18,15")


def test_as_xlsx_numbers_are_numbers_and_no_cell_is_a_formula(desk, told_all):
    LocalActionFactory(team=told_all.team)
    sheet = load_workbook(io.BytesIO(export(desk, "xlsx").content)).worksheets[0]
    headings, *lines = sheet.iter_rows()
    kinds = {cell.data_type for line in lines for cell in line if cell.value is not None}
    column = [cell.value for cell in headings].index("Eingespart (kWh)")

    assert kinds == {"s", "n"}
    assert [line[column].value for line in lines] == [50, None]


def test_what_is_filtered_is_what_is_exported(desk, told_all):
    LocalActionFactory(draft=True, title="Entwurf")
    text = export(desk, "csv", "?sichtbar=team").content.decode()

    assert "Entwurf" in text and "HYPERLINK" not in text


def test_names_of_people_are_not_exported(desk, member, leader):
    LocalActionFactory(team=TeamFactory(lead=leader, members=[member]), created_by=member)

    assert not any(name in export(desk, "csv").content.decode() for name in ("Miriam", "Lea", "behoerde.example"))


def test_the_export_asks_the_same_for_one_and_for_many(desk, told_all, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as asked:
        export(desk, "csv")
    for _ in range(4):
        measured(LocalActionFactory(past=True))

    with django_assert_num_queries(len(asked)):
        export(desk, "csv")


def test_other_kinds_of_files_are_not_there(desk):
    assert export(desk, "exe").status_code == 404


# --- Assumptions -------------------------------------------------------------------------------------------------


def test_staff_enter_a_new_price_in_german(desk):
    page = reverse("admin:teams_savingsassumption_add")
    said = {"kind": "price", "value": "27,35", "source": "Rahmenvertrag", "year": "2027", "valid_from": "01.01.2027"}
    desk.post(page, typed_in(desk.get(page), **said))
    row = SavingsAssumption.objects.get(year=2027)

    assert (row.value, row.source, row.valid_from) == (Decimal("27.35"), "Rahmenvertrag", date(2027, 1, 1))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"value": "0"}, "größer oder gleich"),
        ({"value": "viel"}, "Diese Zahl können wir nicht lesen."),
        ({"value": "9999"}, "Möglich ist höchstens 5.000."),
        ({"source": ""}, "Dieses Feld ist zwingend erforderlich."),
        ({"valid_from": "01.01.2022"}, "Ab diesem Tag gilt schon ein Wert."),
    ],
)
def test_what_cannot_hold_is_refused(desk, said, words):
    page = reverse("admin:teams_savingsassumption_add")
    typed = {"kind": "price", "value": "27", "source": "Vertrag", "year": "2027", "valid_from": "01.01.2027", **said}
    answer = desk.post(page, typed_in(desk.get(page), **typed))

    assert words in answer.content.decode()
    assert not SavingsAssumption.objects.filter(year=2027).exists()

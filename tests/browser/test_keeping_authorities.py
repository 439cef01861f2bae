"""The campaign team keeps the list of authorities: 500 from a spreadsheet, and two that are one."""

import csv

import pytest
from django.urls import reverse

from teams.models import Agency
from tests.browser.hands import Mouse
from tests.factories.teams import AgencyFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_five_hundred_authorities_come_from_a_spreadsheet(new_page, staff, tmp_path):
    file = tmp_path / "dienststellen.csv"
    with file.open("w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, delimiter=";").writerows([("Name", "Ort"), *((f"Amtsgericht Ort{n}", f"Ort{n}") for n in range(500))])
    page = new_page(person=staff)
    mouse = Mouse(page)

    page.goto(reverse("admin:teams_agency_changelist"))
    mouse.follow("Importieren")
    page.get_by_label("Datei").set_input_files(file)
    mouse.press("Ansehen, was sich ändert")
    page.get_by_text("500 neu, 0 geändert, 0 unverändert. Noch ist nichts eingetragen.").wait_for()
    assert Agency.objects.count() == 0
    mouse.press("So eintragen")

    page.get_by_text("Eingetragen: 500 neu").wait_for()
    assert Agency.objects.count() == 500


def test_two_authorities_become_one(new_page, staff):
    stays, goes = AgencyFactory(name="Landesamt für Natur"), AgencyFactory(name="Landesamt für Naturschutz")
    somebody = PersonFactory(agency=goes)
    page = new_page(person=staff)
    mouse = Mouse(page)

    page.goto(reverse("admin:teams_agency_change", args=[goes.pk]))
    mouse.follow("Zusammenführen")
    mouse.write("Andere Dienststelle", "Natur")
    mouse.press("Suchen")
    page.get_by_label("Landesamt für Natur, Musterstadt", exact=True).check()
    mouse.press("Vorschau")
    page.get_by_label("Landesamt für Natur, Musterstadt bleibt").check()
    page.get_by_text("Personen, die mitgehen: 1").first.wait_for()
    mouse.press("Zusammenführen")

    page.get_by_text("ist jetzt Teil von „Landesamt für Natur, Musterstadt“").wait_for()
    somebody.refresh_from_db()
    assert somebody.agency == stays
    assert Agency.objects.get(pk=goes.pk).merged_into == stays

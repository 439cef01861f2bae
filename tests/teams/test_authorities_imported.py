"""Authorities from a spreadsheet: look first, then all of it or nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from teams.exchange import files
from teams.models import Agency
from tests.factories.teams import AgencyFactory, MinistryFactory
from tests.second_factor import give_second_factor
from tests.seminars.admin_desk import rows, told

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/teams/agency/"
PAGE = f"{LIST}importieren/"


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


def as_csv(*lines):
    page = io.StringIO()
    csv.writer(page, delimiter=";").writerows(lines)
    return page.getvalue().encode()


def as_xlsx(*lines):
    book, page = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(page)
    return page.getvalue()


def look(desk, content, name="liste.csv"):
    return desk.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def agree(desk, seen):
    return desk.post(PAGE, {"token": seen.context["token"], "agreed": seen.context["plan"].digest}, follow=True)


def errors(answer):
    return [tuple(row) for row in rows(answer, "<caption>Was nicht stimmt</caption>")]


def test_five_hundred_are_looked_at_and_entered(desk):
    lines = [(f"Amtsgericht Ort{n}", f"Ort{n}", n + 1) for n in range(500)]
    seen = look(desk, as_xlsx(("Name", "Ort", "Beschäftigte"), *lines), "liste.xlsx")
    before = Agency.objects.count()
    done = agree(desk, seen)

    assert "500 neu, 0 geändert, 0 unverändert. Noch ist nichts eingetragen." in seen.content.decode()
    assert before == 0
    assert told(done) == ["Eingetragen: 500 neu, 0 geändert, 0 unverändert."]
    assert Agency.objects.filter(headcount=Agency.objects.get(name="Amtsgericht Ort7").headcount).count() == 1
    assert Agency.objects.count() == 500


def test_what_changes_is_shown_with_before_and_after(desk):
    AgencyFactory(name="Amt A", city="Hagen", headcount=10)
    AgencyFactory(name="Amt B", city="Hagen", headcount=20)
    seen = look(desk, as_csv(("Name", "Ort", "Beschäftigte"), ("amt a", "hagen", "1.200"), ("Amt B", "Hagen", "20")))
    plan = seen.context["plan"]
    agree(desk, seen)

    assert [change.cells for change in plan.changed] == [
        (("Name", "Amt A", "amt a"), ("Ort", "Hagen", "hagen"), ("Beschäftigte", "10", "1200"))
    ]
    assert (len(plan.new), plan.unchanged) == (0, 1)
    assert Agency.objects.get(name="amt a").headcount == 1200


def test_every_broken_row_is_told_and_nothing_is_entered(desk):
    MinistryFactory(abbreviation="FM")
    AgencyFactory(name="Amt Zweimal", city="Hagen"), AgencyFactory(name="Amt Zweimal", city="Hamm")
    merged_into = AgencyFactory(name="Amt Neu")
    gone = AgencyFactory(name="Amt Alt", is_active=False, merged_into=merged_into)
    lines = [
        ("Nummer", "Name", "Art", "Ressort", "Beschäftigte", "Maildomains", "Übergeordnet", "Aktiv"),
        ("", "Amt Gut", "Gericht", "fm", "12", "gut.example", "", "ja"),
        ("", "", "Gericht", "", "", "", "", ""),
        ("", "Amt 1", "Kiosk", "XY", "viele", "kein domain", "Amt Unbekannt", "vielleicht"),
        ("99999", "Amt 2", "", "", "", "", "", ""),
        ("", "Amt Zweimal", "", "", "", "", "", ""),
        (gone.pk, "Amt 3", "", "", "", "", "", ""),
        ("", "amt gut", "", "", "", "", "", ""),
        ("", "Amt\x07", "", "", "", "", "", ""),
        ("", "x" * 201, "", "", "", "", "", ""),
    ]
    before = list(Agency.objects.values().order_by("pk"))
    seen = look(desk, as_csv(*lines))

    assert seen.status_code == 422
    assert {int(row) for row, _ in errors(seen)} == {3, 4, 5, 6, 7, 8, 9, 10}
    sentences = dict(errors(seen)[::-1])
    assert "Dieses Feld" in sentences["3"]
    assert len([row for row, _ in errors(seen) if row == "4"]) == 6
    assert sentences["5"].startswith("Eine Dienststelle mit der Nummer „99999“ gibt es nicht.")
    assert sentences["6"].startswith("So heißen mehrere Dienststellen.")
    assert sentences["7"] == "Diese Dienststelle ist in „Amt Neu, Musterstadt“ aufgegangen."
    assert sentences["8"] == "Diese Dienststelle steht schon in Zeile 2."
    assert sentences["9"] == "Die Zeile enthält unsichtbare Steuerzeichen."
    assert "So eintragen" not in seen.content.decode()
    assert "Inzwischen" in told(agree(desk, seen))[0]
    assert list(Agency.objects.values().order_by("pk")) == before


def test_an_order_that_turns_the_tree_round_is_told(desk):
    top = AgencyFactory(name="Oben")
    below = AgencyFactory(name="Unten", parent=top)
    seen = look(desk, as_csv(("Nummer", "Name", "Übergeordnet"), (top.pk, "Oben", below.pk)))

    assert errors(seen) == [("2", "Übergeordnet: Diese Dienststelle liegt selbst unter der, die Sie gerade bearbeiten.")]


def test_one_that_stands_further_up_in_the_file_can_be_above(desk):
    seen = look(desk, as_csv(("Name", "Übergeordnet"), ("Oben", ""), ("Unten", "oben")))
    agree(desk, seen)

    assert Agency.objects.get(name="Unten").parent.name == "Oben"


def test_what_changed_between_looking_and_deciding_is_looked_at_again(desk):
    agency = AgencyFactory(name="Amt", headcount=10)
    seen = look(desk, as_csv(("Name", "Beschäftigte"), ("Amt", "30")))
    Agency.objects.filter(pk=agency.pk).update(headcount=20)
    again = agree(desk, seen)
    between = Agency.objects.get().headcount
    agree(desk, again)

    assert "Inzwischen hat sich etwas geändert." in told(again)[0]
    assert between == 20
    assert Agency.objects.get().headcount == 30


def test_a_second_click_and_another_person_find_no_file(desk, logged_in, stranger):
    seen = look(desk, as_csv(("Name",), ("Amt",)))
    stranger.is_staff = True
    stranger.save()
    give_second_factor(stranger)
    foreign = agree(logged_in(stranger), seen)
    agree(desk, seen)
    again = agree(desk, seen)

    assert told(foreign) == told(again) == ["Die Vorschau ist nicht mehr da. Bitte laden Sie die Datei noch einmal hoch."]
    assert Agency.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"PK\x03\x04 kein Archiv", "lässt sich nicht lesen"),
        (b"\x00\x01\x02\xff", "lässt sich nicht lesen"),
        (b"Nur ein Satz in einer Datei namens Liste.xlsx.", "Diese Spalten kennen wir nicht: Nur ein Satz"),
        (as_csv(("Name",)), "unter den Überschriften nichts"),
        (as_csv(("Name", "Telefon"), ("A", "1")), "kennen wir nicht: Telefon"),
        (as_csv(("Ort",), ("Hagen",)), "Die Spalte „Name“ fehlt"),
        (as_csv(("Name", "Name"), ("A", "B")), "zweimal"),
        (b"Name;Ort\nAmt A;Hagen\nAmt B; Haus 2;Soest\n;;\nAmt C; Haus 3;Hamm\n", "Mehr Zellen als Überschriften: Zeile 3, 5."),
        (as_csv(("Name",), *((f"A{n}",) for n in range(files.MOST_ROWS + 1))), "mehr als 1000 Zeilen"),
        (b"x" * (files.LARGEST + 1), "größer als 1 MB"),
        (as_csv(("Name",), ("x" * 6000,)), "mehr als 5000 Zeichen"),
    ],
)
def test_a_file_that_is_none_is_told_so(desk, content, sentence):
    answer = look(desk, content)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Agency.objects.exists()


def test_without_a_file_it_is_asked_for(desk):
    assert "Wählen Sie eine Datei aus." in desk.post(PAGE, {}).content.decode()


@pytest.mark.parametrize(
    "content", ["Name;Ort\nAmt für Größe;Köln\n".encode("cp1252"), "\ufeffName,Ort\r\nAmt für Größe,Köln\r\n".encode()]
)
def test_any_excel_writes_umlauts_and_separators_its_own_way(desk, content):
    agree(desk, look(desk, content))

    assert str(Agency.objects.get()) == "Amt für Größe, Köln"


def everything(kind, desk):
    content = desk.get(f"{LIST}dienststellen.{kind}").content
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")), content
    return [["" if cell is None else cell for cell in row] for row in load_workbook(io.BytesIO(content)).active.values], content


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_unchanged(desk, kind):
    top = AgencyFactory(
        name="=HYPERLINK(1)", city="+Hagen", former_names=["-1", "@alt"], ministry=MinistryFactory(abbreviation="@FM")
    )
    AgencyFactory(
        name="Amt | mit Strich, und; Komma",
        parent=top,
        mail_domains=["a.example", "b.example"],
        abbreviations=["AB"],
        headcount=7,
    )
    table, content = everything(kind, desk)
    plan = look(desk, content, f"liste.{kind}").context["plan"]

    assert not [cell for row in table for cell in row if str(cell).startswith(("=", "+", "-", "@"))]
    assert (plan.errors, plan.new, plan.changed, plan.unchanged) == ([], [], [], 2)


def test_the_filter_of_the_list_holds_for_what_goes_out(desk):
    AgencyFactory(name="Amtsgericht Soest"), AgencyFactory(name="Finanzamt Soest")
    AgencyFactory(name="Amtsgericht Frei", is_confirmed=False)
    body = desk.get(f"{LIST}dienststellen.csv?q=AG").content.decode()

    assert "Amtsgericht Soest" in body
    assert "Finanzamt" not in body and "Frei" not in body
    assert desk.get(f"{LIST}dienststellen.pdf").status_code == 404


def test_hostile_names_in_a_file_stay_words(desk):
    seen = look(desk, as_csv(("Name", "Ort"), ("<script>alert(1)</script>", "<img src=x>"), ("=1+1", "Hagen")))

    assert "&lt;script&gt;" in seen.content.decode()
    assert "<script>alert" not in seen.content.decode()
    agree(desk, seen)
    assert "'=1+1" in everything("csv", desk)[1].decode()

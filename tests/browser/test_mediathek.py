"""The Mediathek in a real browser: the logo for members, a selection as ZIP, a film, and a proposal."""

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import documents, scanning
from materials.document_choices import Channel, DocumentKind, Visibility
from materials.models import Document, DocumentDay
from materials.models.documents import DRAWER
from materials.sample.making import PAPERS
from missione.shared.files import cabinet
from missione.shared.typesetting import typeset
from tests import files
from tests.browser.test_every_page import check, look
from tests.factories.documents import DocumentFactory, document_with_file
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Energiebewusstseinsförderungsmaßnahmenkoordinierungsstelle"


def published(name, content, **facts):
    """Through the door and the scanner, with its preview."""
    document = DocumentFactory(version=False, **facts)
    someone = PersonFactory(is_staff=True)
    taken = documents.handed_in(SimpleUploadedFile(name, content), by=someone)
    scanning.let_through(documents.add_version(document=document, by=someone, taken=taken), "")
    return document


@pytest.fixture
def logo():
    words = {"title": "Logo mission E (Muster)", "slug": "logo", "kind": DocumentKind.LOGO, "credit_line": "mission E (Muster)"}
    content = typeset(PAPERS / "logo.typ")
    return published("Öko-Logo 100%.pdf", content, visibility=Visibility.MEMBERS, channels=[Channel.INTRANET], **words)


@pytest.fixture
def team(member):
    return TeamFactory(members=[member])


def test_a_member_downloads_the_logo_a_stranger_with_the_address_finds_nothing(new_page, member, stranger, team, logo):
    page = new_page(person=member)
    page.goto("/mediathek/")
    page.get_by_role("link", name="Logo mission E (Muster)").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF herunterladen").click()

    assert download.value.suggested_filename == "Öko-Logo 100%.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    other = new_page(person=stranger)
    for address in (page.url, f"{page.url}datei/", f"{page.url}vorschau/", "/mediathek/gibt-es-nicht/"):
        other.watch.expects("404")
        assert other.goto(address).status == 404
        assert other.get_by_role("heading", level=1).inner_text() == "Diese Seite gibt es nicht"
    assert [day.downloads for day in DocumentDay.objects.all()] == [1]


def test_a_visitor_filters_and_takes_two_of_three_along(new_page, tmp_path):
    for title in ("Bingokarte", "Abreißzettel", "Messdatenblatt"):
        document_with_file(f"{title}.pdf", title=title, kind=DocumentKind.TEMPLATE)
    document_with_file("Folien.pdf", title="Folien", kind=DocumentKind.PRESENTATION)
    page = new_page()
    page.goto("/mediathek/")

    page.get_by_role("combobox", name="Art", exact=True).select_option("Vorlage")
    page.wait_for_url("**/mediathek/?art=vorlage")
    page.get_by_label("Bingokarte auswählen").check()
    page.get_by_label("Abreißzettel auswählen").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Auswahl als ZIP herunterladen").click()
    download.value.save_as(tmp_path / "auswahl.zip")

    assert page.get_by_role("heading", name="3 Dokumente").is_visible()
    with zipfile.ZipFile(tmp_path / "auswahl.zip") as archive:
        assert set(archive.namelist()) == {"Bingokarte.pdf", "Abreißzettel.pdf", "Nachweise.txt"}


def test_a_member_proposes_a_document_and_reads_what_is_wrong_with_it(new_page, member, team):
    page = new_page(person=member)
    page.goto("/mediathek/")
    page.get_by_role("link", name="Dokument vorschlagen").click()
    page.get_by_label("Titel").fill("Aushang")
    page.get_by_role("combobox", name="Art", exact=True).select_option("Vorlage")
    page.get_by_label("Thema").select_option("Strom")
    page.get_by_label("Worum es geht").fill("Für die Teeküche.")
    page.get_by_label("Von wem ist es?").fill("Von uns")
    page.get_by_label("Unter welcher Lizenz?").select_option("Nur für Dienststellen des Landes")
    page.get_by_label("Intranet").check()
    page.get_by_label("Ich darf diese Datei weitergeben").check()
    page.get_by_label("Datei", exact=True).set_input_files({"name": "makro.docm", "mimeType": "", "buffer": b"PK"})
    page.watch.expects("422")

    page.get_by_role("button", name="Vorschlag senden").click()
    refused = page.get_by_role("alert").inner_text()
    page.get_by_label("Datei", exact=True).set_input_files(
        {"name": "aushang.docx", "mimeType": "", "buffer": files.office("docx")}
    )
    page.get_by_role("button", name="Vorschlag senden").click()

    assert "„makro.docm“ kann Makros enthalten." in refused
    assert page.get_by_text("Ihr Vorschlag ist angekommen").is_visible()
    assert Document.objects.get().proposed_by == member


def test_pages_of_the_mediathek(new_page, member, team, logo):
    facts = {"title": f"Film {LONG}", "kind": DocumentKind.VIDEO, "transcript": "Guten Tag."}
    film = document_with_file("Film.mp4", files.mp4(), version={"captions": cabinet.put_in(DRAWER, [files.VTT]).key}, **facts)
    words = {"summary": "In einem Satz.", "description": "## Mehr\n\nText", "is_accessible": True}
    sheet = published("Messdatenblatt.pdf", typeset(PAPERS / "messdatenblatt.typ"), title="Messdatenblatt", **words)
    published("Aushang.docx", files.office("docx"), title="Aushang")
    page = new_page(person=member)
    addresses = ["/mediathek/", "/mediathek/?q=gibtesnicht&art=unfug", "/mediathek/vorschlagen/"]
    addresses += [document.get_absolute_url() for document in (logo, film, sheet)]

    found = [line for address in addresses for line in check(page, address)]
    page.goto("/mediathek/vorschlagen/")
    page.watch.expects("422")
    page.get_by_role("button", name="Vorschlag senden").click()

    assert found + look(page, "with errors") == []


def test_staff_put_in_a_document_and_read_what_the_scanner_says(new_page, staff):
    page = new_page(person=staff)
    page.goto("/verwaltung/materials/document/add/")
    page.get_by_role("textbox", name="Titel:").press_sequentially("Aushang für den Flur")
    page.get_by_role("combobox", name="Art:").select_option("Vorlage")
    page.get_by_label("Neue Datei").set_input_files({"name": "aushang.pdf", "mimeType": "", "buffer": files.pdf()})

    page.get_by_role("button", name="Sichern und weiter bearbeiten").click()

    row = page.get_by_role("row").filter(has_text="aushang.pdf")
    assert "Noch nicht geprüft" in row.inner_text()
    assert Document.objects.get().title == "Aushang für den Flur"
    measured = new_page(person=staff, reduced_motion="reduce")
    measured.watch.expects("Applying inline style")  # axe itself, where Django's style sheets import each other
    addresses = ["/verwaltung/materials/document/", "/verwaltung/materials/document/add/", page.url]
    assert [line for address in addresses for line in check(measured, address)] == []

"""Members propose a document, staff look at it and answer."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import scanning
from materials.actions.documents import forget_person
from materials.models import Document
from missione.shared.files import cabinet
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests import files
from tests.factories.documents import document_with_file
from tests.factories.teams import TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]
PROPOSE = "/mediathek/vorschlagen/"


@pytest.fixture
def as_member(logged_in, member):
    TeamFactory(members=[member])
    return logged_in(member)


def proposed(client, *, name="Aushang.pdf", content=None, follow=False, **changes):
    said = {
        "title": "Aushang für die Teeküche", "kind": "vorlage", "topic": "strom", "language": "de", "author": "Wir",
        "description": "Hing bei uns am Kühlschrank.", "may_be_shared": "on", "request_key": uuid4(),
        "source": "", "licence": "cc-by", "credit_line": "Amt Musterstadt", "channels": ["intranet", "aushang"], "rights_end": "",
    }  # fmt: skip
    upload = SimpleUploadedFile(name, files.pdf() if content is None else content)
    return client.post(PROPOSE, {**said, "file": upload, **changes}, follow=follow)


def test_a_proposal_is_nobodys_to_find_until_staff_say_yes(as_member, logged_in, staff, clamd):
    page = proposed(as_member, follow=True).content.decode()
    scanning.scan_what_is_due()
    document = Document.objects.get()
    before = as_member.get(document.get_absolute_url()).status_code

    logged_in(staff).post(f"/verwaltung/materials/document/{document.pk}/veroeffentlichen/")

    assert "Ihr Vorschlag ist angekommen" in page
    assert (before, as_member.get(document.get_absolute_url()).status_code) == (404, 200)
    assert document.slug == "aushang-fuer-die-teekueche"
    assert list(Letter.objects.order_by("pk").values_list("kind", flat=True)) == ["document_proposed", "document_published"]


def test_staff_read_all_that_was_said_of_the_rights_and_who_gave_their_word(as_member, logged_in, staff, member):
    rights = {
        "source": "Broschüre von 2024",
        "licence": "cc-by-sa",
        "credit_line": "Foto: Erika Muster",
        "rights_end": "2031-12-31",
    }
    proposed(as_member, **rights)
    document = Document.objects.get()

    page = logged_in(staff).get(f"/verwaltung/materials/document/{document.pk}/change/").content.decode()

    for words in ("Broschüre von 2024", "Foto: Erika Muster", "2031", "Vorgeschlagen", str(member)):
        assert words in page
    assert re.search(r'value="cc-by-sa"\s+selected', page)
    assert re.findall(r'name="channels" value="(\w+)"[^>]* checked', page) == ["intranet", "aushang"]
    assert f"„Ich darf diese Datei weitergeben. Alle erkennbaren Personen sind einverstanden.“ ({member}, " in page
    assert (document.consent_by, document.consent_at) == (member, document.proposed_at)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rights_end": "2020-01-01"}, "Dieser Tag ist schon vorbei."),
        ({"rights_end": "31.12.2931"}, "Dieses Jahr kann nicht stimmen."),
        ({"rights_end": "Ostern"}, "Dieses Datum können wir nicht lesen."),
        ({"licence": "cc-by", "credit_line": ""}, "Diese Lizenz verlangt einen Nachweis."),
        ({"licence": "geschenkt"}, "Wählen Sie aus, unter welcher Lizenz"),
        ({"channels": []}, "Wählen Sie mindestens einen Ort"),
        ({"channels": ["intranet", "mond"]}, "Wählen Sie mindestens einen Ort"),
        ({"may_be_shared": ""}, "Ohne diese Bestätigung können wir die Datei nicht annehmen."),
    ],
)
def test_rights_that_cannot_be_are_told_beside_their_field(as_member, wrong, words):
    response = proposed(as_member, **wrong)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Document.objects.exists()


def test_without_a_licence_that_asks_for_it_nobody_needs_a_credit_line(as_member):
    assert proposed(as_member, licence="intern", credit_line="").status_code == 302


def test_nothing_is_published_before_staff_know_where_it_may_be_shown(as_member, logged_in, staff, clamd):
    proposed(as_member)
    scanning.scan_what_is_due()
    document = Document.objects.get()
    Document.objects.update(channels=[])

    page = logged_in(staff).post(f"/verwaltung/materials/document/{document.pk}/veroeffentlichen/", follow=True).content.decode()

    assert "Kreuzen Sie an, wo das Dokument gezeigt werden darf" in page
    assert Document.objects.get().published_at is None


@pytest.mark.parametrize("lie", [{"consent_at": None}, {"consent": ""}])
def test_a_proposal_without_a_word_is_a_broken_promise(as_member, lie):
    proposed(as_member)
    before = list(broken_promises())

    Document.objects.update(**lie)

    assert before == []
    assert [line.split(": ")[1] for line in broken_promises()] == ["who_proposes_a_document_says_that_they_may"]


def test_a_published_document_that_may_be_shown_nowhere_is_a_broken_promise():
    document_with_file(channels=[])

    assert [line.split(": ")[1] for line in broken_promises()] == ["what_can_be_found_says_where_it_may_be_shown"]


def test_before_the_scanner_has_seen_it_staff_cannot_publish_it(as_member, logged_in, staff):
    proposed(as_member)
    document = Document.objects.get()

    page = logged_in(staff).post(f"/verwaltung/materials/document/{document.pk}/veroeffentlichen/", follow=True).content.decode()

    assert "Die Datei ist noch nicht auf Schadsoftware geprüft." in page
    assert Document.objects.get().published_at is None


def test_a_no_has_a_reason_and_leaves_nothing_behind(as_member, logged_in, staff, member):
    proposed(as_member)
    document = Document.objects.get()
    address = f"/verwaltung/materials/document/{document.pk}/ablehnen/"

    without = logged_in(staff).post(address, {"reason": ""})
    logged_in(staff).post(address, {"reason": "Die Bildrechte sind unklar."})

    assert "Dieses Feld ist zwingend erforderlich" in without.content.decode()
    assert not Document.objects.exists()
    letter = Letter.objects.get(kind="document_declined")
    assert letter.recipient == member.email and "Die Bildrechte sind unklar." in letter.text


def test_the_same_form_twice_proposes_once(as_member):
    same = {"request_key": uuid4(), "content": files.pdf()}

    for _ in range(2):
        assert proposed(as_member, **same).status_code == 302
    other = proposed(as_member, **same, title="Etwas anderes")

    assert (Document.objects.count(), other.status_code) == (1, 409)
    assert len(list(cabinet.root().glob("documents/*/*"))) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("Logo.svg", files.SVG, "„Logo.svg“ hat ein Format, das wir nicht annehmen."),
        ("leer.pdf", b"", "„leer.pdf“ ist leer."),
        ("seite.png", b"<html>", "„seite.png“ ist keine gültige PNG-Datei."),
    ],
)
def test_a_file_that_is_turned_away_is_named_beside_its_field(as_member, name, content, words):
    response = proposed(as_member, name=name, content=content)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Document.objects.exists()


def test_every_field_says_what_is_missing(as_member):
    page = as_member.post(PROPOSE, {"request_key": uuid4()})

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {
        "file", "title", "kind", "topic", "language", "description", "author", "licence", "channels", "may_be_shared",
    }  # fmt: skip


def test_the_address_is_free_however_many_have_the_title(as_member):
    for _ in range(3):
        proposed(as_member)

    slugs = set(Document.objects.values_list("slug", flat=True))
    assert slugs == {"aushang-fuer-die-teekueche", "aushang-fuer-die-teekueche-2", "aushang-fuer-die-teekueche-3"}


@pytest.mark.parametrize("title", ["Auswahl", "Vorschlagen", "!!!", "計画"])
def test_no_title_leads_to_an_address_that_is_taken(as_member, title):
    proposed(as_member, title=title)

    assert Document.objects.get().slug not in {"auswahl", "vorschlagen", ""}


def test_somebody_without_a_team_reads_why_not(logged_in, stranger):
    response = logged_in(stranger).get(PROPOSE)

    assert response.status_code == 403
    assert "Mitglieder freigeschalteter Teams" in response.content.decode()


def test_a_guest_fills_no_disk(client):
    """Nothing of a large upload of somebody who is not logged in is ever written down."""
    big = SimpleUploadedFile("groß.pdf", bytes(4_000_000))

    response = client.post(PROPOSE, {"file": big})

    assert response.headers["Location"].startswith("/konto/anmelden/")
    assert not (cabinet.root() / "uploads").exists()


def test_a_large_upload_lies_on_the_disk_of_the_private_files(as_member):
    response = proposed(as_member, name="Film.mp4", content=files.mp4(bytes(4_000_000)))

    assert response.status_code == 302
    assert (cabinet.root() / "uploads").is_dir()
    assert list((cabinet.root() / "uploads").iterdir()) == []


def test_who_deletes_the_account_takes_open_proposals_along(as_member, member):
    proposed(as_member)
    word = {"consent": "Ich darf.", "consent_by": member}
    published = document_with_file(version={"uploaded_by": member}, proposed_by=None, **word)

    forget_person(person=member)

    assert list(Document.objects.all()) == [published]
    kept = Document.objects.get()
    assert (kept.current.uploaded_by, kept.consent_by, kept.consent) == (None, None, "Ich darf.")

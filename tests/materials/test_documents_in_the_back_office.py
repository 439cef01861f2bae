"""Staff keep the documents: upload, new versions, captions, rights that end, who was given what."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import documents, scanning
from materials.document_choices import ScanState
from materials.models import Document, DocumentVersion, Entitlement
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests import files
from tests.factories.documents import add_file, document_with_file
from tests.factories.teams import PersonFactory
from tests.materials.clamd import EICAR, FOUND
from tests.seminars.admin_desk import rows, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]
LIST = "/verwaltung/materials/document/"
SAID = {
    "title": "Leitfaden", "slug": "leitfaden", "kind": "praxisleitfaden", "topic": "strom", "language": "de",
    "licence": "intern", "channels": ["intranet"], "visibility": "public", "published_at_0": "1.3.2026", "published_at_1": "9:00",
}  # fmt: skip
MOMENT = ("published_at_0", "published_at_1")
NO_ENTITLEMENTS = {f"entitlements-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}


@pytest.fixture
def desk(logged_in, staff):
    return logged_in(staff)


def upload(name="Leitfaden.pdf", content=None):
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def saved(desk, address=f"{LIST}add/", **said):
    return desk.post(address, {**SAID, **NO_ENTITLEMENTS, **said}, follow=True)


def test_a_document_with_its_file_in_one_go(desk, client, clamd):
    saved(desk, file=upload(), stand="2026-03-03", channels=["intranet"])
    before = client.get("/mediathek/leitfaden/").status_code

    scanning.scan_what_is_due()

    assert (before, client.get("/mediathek/leitfaden/").status_code) == (404, 200)
    assert Document.objects.get().current.stand.isoformat() == "2026-03-03"


def test_a_new_version_keeps_the_address(desk, client, clamd):
    document = document_with_file(content=b"%PDF-old", slug="leitfaden")
    new = files.pdf(pages=2)

    saved(desk, f"{LIST}{document.pk}/change/", file=upload(content=new), note="mit Checkliste")
    scanning.scan_what_is_due()

    assert b"".join(client.get("/mediathek/leitfaden/datei/").streaming_content) == new
    assert "mit Checkliste" in client.get("/mediathek/leitfaden/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("leer.pdf", b"", "„leer.pdf“ ist leer."),
        ("makro.docm", b"PK", "„makro.docm“ kann Makros enthalten."),
        ("bild.png", b"<html>", "„bild.png“ ist keine gültige PNG-Datei."),
    ],
)
def test_a_file_that_is_turned_away_leaves_no_document(desk, name, content, words):
    page = saved(desk, file=upload(name, content)).content.decode()

    assert words in page
    assert not Document.objects.exists()


# --- Films -------------------------------------------------------------------------------------------------------

FILM = {"kind": "video", "slug": "film", "transcript": "Guten Tag."}
NO_CAPTIONS, NO_WORDS = "Ein Video zeigen wir nur mit Untertiteln.", "Ein Video zeigen wir nur mit seinem Wortlaut."
CORRECTED = files.VTT.replace(b"Licht", b"Fernlicht")


def film(name="Film.mp4"):
    return upload(name, files.mp4())


def captions(content=files.VTT):
    return upload("Ton.vtt", content)


def film_with_captions(**facts):
    key = cabinet.put_in("documents", [files.VTT]).key
    return document_with_file("Film.mp4", files.mp4(), slug="film", transcript="Guten Tag.", version={"captions": key}, **facts)


def test_a_film_comes_with_its_captions(desk):
    saved(desk, **FILM, file=film(), captions=captions())

    assert DocumentVersion.objects.get().captions


@pytest.mark.parametrize(
    ("missing", "words", "field"),
    [({"captions": ""}, NO_CAPTIONS, "captions"), ({"transcript": "  "}, NO_WORDS, "transcript")],
)
def test_a_film_is_published_with_captions_and_words_or_not_at_all(desk, missing, words, field):
    answer = saved(desk, **{**FILM, "file": film(), "captions": captions(), **missing})

    assert answer.context["adminform"].form.errors[field][0].startswith(words)
    assert not Document.objects.exists()
    assert list(cabinet.root().glob("documents/*/*")) == []


@pytest.mark.usefixtures("clamd")
def test_a_draft_of_a_film_may_wait_for_both(desk):
    draft = {"published_at_0": "", "published_at_1": "", "transcript": ""}
    saved(desk, **{**FILM, "file": film(), **draft})
    document = Document.objects.get()
    address = f"{LIST}{document.pk}/change/"

    before = desk.get(address).content.decode()
    too_soon = saved(desk, address, **FILM)
    complete = saved(desk, address, **FILM, captions=captions())

    assert "noch ohne Untertitel" in before and "mit Untertiteln" in desk.get(address).content.decode()
    assert NO_CAPTIONS in too_soon.content.decode() and NO_CAPTIONS not in complete.content.decode()
    assert Document.objects.get().published_at
    assert document.versions.get().captions


def test_a_new_film_for_an_old_one_comes_with_captions_of_its_own(desk):
    document = film_with_captions()

    page = saved(desk, f"{LIST}{document.pk}/change/", **FILM, file=film("Neu.mp4")).content.decode()

    assert NO_CAPTIONS in page and document.versions.count() == 1


@pytest.mark.usefixtures("clamd")
def test_captions_are_corrected_without_a_new_version_of_the_film(desk, client):
    document = film_with_captions()
    before = document.current

    saved(desk, f"{LIST}{document.pk}/change/", **FILM, captions=captions(CORRECTED))

    assert document.versions.get().key == before.key
    assert b"".join(client.get("/mediathek/film/untertitel/").streaming_content) == CORRECTED
    assert client.get("/mediathek/film/datei/").status_code == 200
    assert list(broken_promises()) == []


@pytest.mark.usefixtures("clamd")
def test_the_words_are_corrected_alone(desk, client):
    document = film_with_captions()

    saved(desk, f"{LIST}{document.pk}/change/", **{**FILM, "transcript": "Guten Abend."})

    assert "Guten Abend." in client.get("/mediathek/film/").content.decode()
    assert document.versions.get().captions == document.current.captions


@pytest.mark.parametrize(
    ("mood", "content", "words"),
    [
        ("dies", CORRECTED, "Der Virenscanner gibt gerade keine Antwort."),
        (None, CORRECTED + EICAR, f"„Ton.vtt“ enthält Schadsoftware: {FOUND}."),
        (None, b"WEBVTT\n\n00:05.000 --> 00:04.000\nZu Ende\n", "„Ton.vtt“ enthält Untertitel, die enden, bevor sie beginnen"),
    ],
)
def test_captions_that_are_not_taken_leave_the_old_ones(desk, clamd, mood, content, words):
    document = film_with_captions()
    clamd.mood = mood

    page = saved(desk, f"{LIST}{document.pk}/change/", **FILM, captions=captions(content)).content.decode()

    assert words in page
    kept = document.versions.get().captions
    assert kept == document.current.captions
    assert {path.name for path in cabinet.root().glob("documents/*/*")} == {kept, document.current.key}


def test_without_a_scanner_corrected_captions_pass_where_files_of_staff_do(desk, settings):
    document = film_with_captions()
    said = {**FILM, "captions": captions(CORRECTED)}

    refused = saved(desk, f"{LIST}{document.pk}/change/", **said).content.decode()
    settings.TRUST_STAFF_UPLOADS = True
    saved(desk, f"{LIST}{document.pk}/change/", **{**said, "captions": captions(CORRECTED)})

    assert "Der Virenscanner gibt gerade keine Antwort." in refused
    assert document.versions.get().captions != document.current.captions


def test_captions_of_no_film_are_refused(desk):
    document = document_with_file(slug="leitfaden")
    words = "Untertitel gehören zu einem Video."

    assert words in saved(desk, slug="neu", captions=captions()).content.decode()
    assert words in saved(desk, slug="neu", file=upload(), captions=captions()).content.decode()
    assert words in saved(desk, f"{LIST}{document.pk}/change/", captions=captions()).content.decode()


def test_a_film_that_a_member_proposes_waits_for_captions_and_words(desk):
    word = {"consent": "Ich darf.", "consent_at": clock.now()}
    document = document_with_file("Film.mp4", files.mp4(), draft=True, slug="film", proposed_at=clock.now(), **word)
    address = f"{LIST}{document.pk}/veroeffentlichen/"

    without_captions = desk.post(address, follow=True).content.decode()
    document.versions.update(captions=cabinet.put_in("documents", [files.VTT]).key)
    without_words = desk.post(address, follow=True).content.decode()
    Document.objects.update(transcript="Guten Tag.")
    desk.post(address)

    assert NO_CAPTIONS in without_captions and NO_WORDS in without_words
    assert Document.objects.get().published_at


@pytest.mark.parametrize(
    "lie", [lambda: Document.objects.update(transcript=""), lambda: DocumentVersion.objects.update(captions="")]
)
def test_a_film_that_leaves_somebody_out_is_a_broken_promise(lie):
    film_with_captions()
    before = list(broken_promises())

    lie()

    assert before == []
    assert "films_that_can_be_found_have_captions_and_words" in {line.split(": ")[1] for line in broken_promises()}


# --- What stands where --------------------------------------------------------------------------------------------


def test_what_can_be_found_says_where_it_may_be_shown(desk):
    page = saved(desk, file=upload(), channels=[]).content.decode()
    draft = saved(desk, file=upload(), channels=[], published_at_0="", published_at_1="")

    assert "Kreuzen Sie an, wo das Dokument gezeigt werden darf" in page
    assert draft.status_code == 200 and Document.objects.get().published_at is None


def test_staff_may_hand_in_svg_and_archives(desk):
    for name in ("Logo.svg", "Druckdaten.zip"):
        saved(desk, slug=name.split(".")[0].lower(), file=upload(name, files.GOOD[name]()))

    assert DocumentVersion.objects.count() == 2


def test_an_address_is_made_of_the_title_and_never_that_of_a_neighbour(desk):
    for title in ("Prüfliste Büro", "Prüfliste Büro", "Auswahl"):
        saved(desk, title=title, slug="", file=upload())

    addresses = Document.objects.order_by("pk").values_list("slug", flat=True)
    assert list(addresses) == ["pruefliste-buero", "pruefliste-buero-2", "auswahl-2"]


def test_an_address_beside_the_documents_is_refused(desk):
    assert "Diese Adresse gehört schon zu einer anderen Seite." in saved(desk, slug="auswahl").content.decode()


def test_staff_see_what_the_scanner_says_and_ask_it_again(desk):
    document = document_with_file(version={"scan_state": ScanState.FAILED, "scan_note": "Der Virenscanner gab keine Antwort"})
    version = document.versions.get()

    listed = desk.get(f"{LIST}?zu-tun=pruefung").content.decode()
    page = desk.get(f"{LIST}{document.pk}/change/").content.decode()
    desk.post(f"{LIST}fassung/{version.pk}/pruefen/")

    assert "Prüfung gescheitert" in listed and "Der Virenscanner gab keine Antwort" in page
    version.refresh_from_db()
    assert version.scan_state == ScanState.UNCHECKED


def test_staff_take_a_version_back(desk, client):
    document = document_with_file(content=b"%PDF-1", slug="leitfaden")
    second = add_file(document, "Neu.pdf", b"%PDF-2")

    desk.post(f"{LIST}fassung/{second.pk}/zurueckziehen/")

    assert b"".join(client.get("/mediathek/leitfaden/datei/").streaming_content) == b"%PDF-1"


def test_the_list_of_rights_that_end_and_one_letter_for_each(desk):
    today = clock.today()
    ended, soon, later = (
        document_with_file(title=title, rights_end=today + timedelta(days=days))
        for title, days in (("Vorbei", -3), ("Bald", 30), ("Später", 31))
    )

    for _ in range(2):
        documents.warn_of_rights()
    page = desk.get(f"{LIST}?zu-tun=rechte").content.decode()

    assert ("Vorbei" in page, "Bald" in page, "Später" in page) == (True, True, False)
    assert [letter.subject.split(": ")[1] for letter in Letter.objects.order_by("pk")] == ["Vorbei", "Bald"]


@pytest.mark.parametrize(("days", "listed"), [(-1, "Rechte abgelaufen"), (0, "ja")])
def test_what_nobody_may_see_any_more_is_not_called_visible(desk, days, listed):
    document = document_with_file(title="Leitfaden", slug="leitfaden")
    page = f"{LIST}{document.pk}/change/"
    last_day = clock.today() + timedelta(days=days)

    said = told(saved(desk, page, rights_end=f"{last_day:%Y-%m-%d}"))

    warned = [words for words in said if words.startswith(f"Die Rechte sind am {last_day:%d.%m.%Y} abgelaufen")]
    (row,) = rows(desk.get(LIST))
    assert (len(warned), row[-1]) == (0 if days == 0 else 1, listed)
    assert (f"{document.pk}/change/" in desk.get(f"{LIST}?sichtbar=ja").content.decode()) is (days == 0)
    assert ("Auf der Website anzeigen" in desk.get(page).content.decode()) is (days == 0)


def test_days_are_chosen_in_the_browsers_own_fields(desk):
    document = document_with_file(
        rights_end=date(2031, 12, 31), published_at=datetime(2026, 3, 1, 8, tzinfo=UTC), slug="leitfaden"
    )
    address = f"{LIST}{document.pk}/change/"
    page = desk.get(address).content.decode()
    shown = {name: re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0] for name in (*MOMENT, "rights_end", "stand")}

    saved(desk, address, rights_end="2032-01-31", **dict(zip(MOMENT, ("2026-03-02", "09:30"), strict=True)))

    assert [re.search(r'type="(\w+)"', field)[1] for field in shown.values()] == ["date", "time", "date", "date"]
    assert 'value="2026-03-01"' in shown["published_at_0"] and 'value="09:00"' in shown["published_at_1"]
    assert 'value="2031-12-31"' in shown["rights_end"]
    document.refresh_from_db()
    assert (document.rights_end, document.published_at) == (date(2032, 1, 31), datetime(2026, 3, 2, 8, 30, tzinfo=UTC))


# --- The front page of the administration --------------------------------------------------------------------------


def test_the_front_page_says_what_waits_of_documents(desk):
    before = desk.get("/verwaltung/").content.decode()
    word = {"consent": "Ich darf.", "consent_at": clock.now(), "proposed_at": clock.now(), "draft": True}
    document_with_file(title="Vorgeschlagen", **word)
    for title, days in (("Vorbei", -1), ("Bald", 30), ("Später", 31)):
        document_with_file(title=title, rights_end=clock.today() + timedelta(days=days))
    document_with_file(title="Gescheitert", version={"scan_state": ScanState.FAILED})
    # A failure that a newer version has made good waits for nobody.
    add_file(document_with_file(title="Längst gut", version={"scan_state": ScanState.FAILED}), "Neu.pdf", b"%PDF-2")

    page = " ".join(desk.get("/verwaltung/").content.decode().split())

    lines = {
        "vorschlaege": ("1 Vorschlag wartet auf Ihre Antwort", {"Vorgeschlagen"}),
        "gescheitert": ("Bei 1 Dokument ist die Virenprüfung gescheitert", {"Gescheitert"}),
        "rechte": ("Bei 2 Dokumenten enden die Rechte bald oder sind zu Ende", {"Vorbei", "Bald"}),
    }
    for todo, (words, titles) in lines.items():
        assert "zu-tun=" not in before
        address = re.search(rf'href="([^"]+)"\s*>{words}<', page)[1]
        assert address == f"{LIST}?zu-tun={todo}"
        assert {document.title for document in desk.get(address).context["cl"].result_list} == titles


def test_staff_give_a_document_to_somebody(desk, logged_in, staff):
    document = document_with_file(entitled_only=True, slug="leitfaden")
    person = PersonFactory()
    row = {"entitlements-TOTAL_FORMS": 1, "entitlements-0-person": person.pk, "entitlements-0-because": "Nachgeholt"}
    row |= {"entitlements-0-document": document.pk, "visibility": "entitled"}

    saved(desk, f"{LIST}{document.pk}/change/", **row)

    given = Entitlement.objects.get()
    assert (given.person, given.because, given.given_by) == (person, "Nachgeholt", staff)
    assert logged_in(person).get("/mediathek/leitfaden/").status_code == 200


def test_what_was_shown_once_keeps_its_address(desk):
    document = document_with_file(slug="leitfaden")

    saved(desk, f"{LIST}{document.pk}/change/", slug="anders")

    assert Document.objects.get().slug == "leitfaden"


def test_the_same_is_given_once(staff):
    document, person = document_with_file(entitled_only=True), PersonFactory()

    for because in ("Seminar im März", "Seminar im Mai"):
        documents.entitle(person=person, document=document, because=because)

    assert Entitlement.objects.get().because == "Seminar im März"


def test_deeds_on_versions_are_for_staff(logged_in, member):
    version = document_with_file().current

    for deed in ("zurueckziehen", "pruefen"):
        assert logged_in(member).post(f"{LIST}fassung/{version.pk}/{deed}/").status_code == 302
    version.refresh_from_db()
    assert version.withdrawn_at is None

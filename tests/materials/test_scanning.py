"""Nothing is handed out before the virus scanner has seen it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import documents, scanning
from materials.document_choices import ScanState
from materials.models import Document, DocumentVersion
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.files import scanning as shared_scanning
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests import files
from tests.factories.documents import DocumentFactory
from tests.factories.teams import PersonFactory
from tests.materials.clamd import EICAR, FOUND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True)


def handed_in(by, *, document=None, content=None, name="Leitfaden.pdf", **more):
    document = document or DocumentFactory(version=False)
    taken = documents.handed_in(SimpleUploadedFile(name, content or files.pdf()), by=by)
    return documents.add_version(document=document, by=by, taken=taken, **more)


def scanned(version):
    scanning.scan_what_is_due()
    version.refresh_from_db()
    return version


def found(staff):
    return list(Document.objects.visible_to(staff))


def with_eicar():
    return files.zipped({"eicar.txt": EICAR}, stored=("eicar.txt",))


def test_a_file_is_handed_out_once_the_scanner_calls_it_clean(clamd, staff):
    version = handed_in(staff)
    before = found(staff)

    scanned(version)

    assert (before, found(staff)) == ([], [version.document])
    assert clamd.seen == [cabinet.path_of(DRAWER, version.key).read_bytes()]
    assert list(broken_promises()) == []


def test_eicar_is_refused_deleted_and_told_to_who_uploaded_it(clamd, staff):
    version = scanned(handed_in(staff, content=with_eicar(), name="Druckdaten.zip"))

    assert (version.scan_state, version.scan_note) == (ScanState.INFECTED, FOUND)
    assert found(staff) == []
    assert not cabinet.is_there(DRAWER, version.key)
    letter = Letter.objects.get()
    assert letter.recipient == staff.email
    assert "Druckdaten.zip" in letter.text and FOUND in letter.text
    assert list(broken_promises()) == []


def test_captions_are_scanned_like_the_film(clamd, staff):
    captions = documents.handed_in(SimpleUploadedFile("Ton.vtt", files.VTT + EICAR), by=staff, captions=True)

    version = scanned(handed_in(staff, name="Film.mp4", content=files.mp4(), captions=captions))

    assert version.scan_state == ScanState.INFECTED
    assert not cabinet.is_there(DRAWER, version.captions)


def test_until_a_new_version_is_checked_the_old_one_is_handed_out(clamd, staff):
    first = scanned(handed_in(staff))

    second = handed_in(staff, document=first.document, content=files.pdf(pages=2))
    meanwhile = Document.objects.visible_to(staff).get().current
    scanned(second)

    assert (meanwhile, Document.objects.visible_to(staff).get().current) == (first, second)


def test_an_infected_new_version_leaves_the_old_one_in_place(clamd, staff):
    first = scanned(handed_in(staff))

    scanned(handed_in(staff, document=first.document, content=with_eicar(), name="Neu.zip"))

    assert Document.objects.visible_to(staff).get().current == first


def test_a_version_taken_back_leaves_the_one_before(clamd, staff):
    first = scanned(handed_in(staff))
    second = scanned(handed_in(staff, document=first.document))

    documents.withdraw_version(version=second)

    assert Document.objects.visible_to(staff).get().current == first
    assert list(DocumentVersion.objects.visible_to(staff)) == [first]


@pytest.mark.parametrize("mood", ["hangs up", "dies", "never answers", "stream: Can't allocate memory ERROR", "Hallo?"])
def test_a_scanner_without_an_answer_is_asked_again(clamd, staff, mood, clock_at, monkeypatch):
    monkeypatch.setattr(shared_scanning, "ANSWER_SECONDS", 0.3)
    clamd.mood = mood
    version = scanned(handed_in(staff))
    state, again = version.scan_state, version.next_scan_at

    clamd.mood = None
    clock_at(again + timedelta(seconds=1))
    scanned(version)

    assert (state, version.scan_state) == (ScanState.UNCHECKED, ScanState.CLEAN)
    assert found(staff) == [version.document]


def test_nobody_at_the_other_end_of_the_line(settings, staff, clock_at):
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    version = handed_in(staff)

    for _ in range(6):
        scanned(version)
        clock_at(version.next_scan_at + timedelta(seconds=1))

    assert version.scan_state == ScanState.FAILED
    assert found(staff) == []


@pytest.mark.parametrize("limit", ["MaxFileSize", "MaxScanSize", "MaxScanTime"])
def test_what_the_scanner_did_not_look_into_to_the_end_is_neither_clean_nor_bad(clamd, staff, limit):
    clamd.mood = f"stream: Heuristics.Limits.Exceeded.{limit} FOUND"

    version = scanned(handed_in(staff))

    assert version.scan_state == ScanState.FAILED
    assert version.scan_note == f"Zu groß für die Grenzen des Virenscanners: Heuristics.Limits.Exceeded.{limit}"
    assert cabinet.is_there(DRAWER, version.key) and found(staff) == []
    assert not Letter.objects.exists()


def test_after_a_failure_staff_have_it_scanned_again(clamd, staff):
    clamd.most = 200_000
    version = scanned(handed_in(staff, name="Film.mp4", content=files.mp4(bytes(4_000_000))))
    state, note = version.scan_state, version.scan_note

    clamd.most = 10_000_000
    scanning.scan_again(version=version)
    scanned(version)

    assert (state, version.scan_state) == (ScanState.FAILED, ScanState.CLEAN)
    assert note == "Zu groß für die Grenzen des Virenscanners: INSTREAM size limit exceeded. ERROR"


def test_without_a_scanner_nothing_is_handed_out(staff):
    version = scanned(handed_in(staff))

    assert version.scan_state == ScanState.UNCHECKED
    assert found(staff) == []


def test_without_a_scanner_somebody_may_answer_for_what_staff_upload(settings, staff):
    settings.TRUST_STAFF_UPLOADS = True
    of_staff, of_a_member = handed_in(staff), handed_in(PersonFactory())

    scanning.scan_what_is_due()

    assert found(staff) == [of_staff.document]
    of_staff.refresh_from_db()
    assert "kein Virenscanner eingerichtet" in of_staff.scan_note
    of_a_member.refresh_from_db()
    assert of_a_member.scan_state == ScanState.UNCHECKED


def test_in_a_checkout_everything_passes_with_a_note(settings, staff):
    settings.DEBUG = True

    version = scanned(handed_in(PersonFactory()))

    assert version.scan_state == ScanState.CLEAN
    assert "kein Virenscanner eingerichtet" in version.scan_note


def test_the_same_file_is_looked_at_once(clamd, staff):
    version = handed_in(staff)

    for _ in range(3):
        scanned(version)

    assert len(clamd.seen) == 1


def test_a_clean_file_is_found_by_its_text_and_has_a_picture(clamd, staff):
    version = scanned(handed_in(staff, name="Aushang.docx", content=files.office("docx", text="Thermostat auf drei")))
    pdf = scanned(handed_in(staff))

    assert list(Document.objects.visible_to(staff).about("Thermostate")) == [version.document]
    assert (pdf.preview_width, pdf.preview_height) == (640, 905)
    assert cabinet.is_there(DRAWER, pdf.preview)


def test_files_that_belong_to_nothing_are_swept_up_after_a_day(clamd, staff, clock_at):
    stray = cabinet.put_in(DRAWER, [b"verloren"]).key
    version = scanned(handed_in(staff))
    young = scanning.sweep_files()

    clock_at(clock.now() + timedelta(days=3))
    promised = list(broken_promises())

    assert (young, scanning.sweep_files()) == (0, 1)
    assert not cabinet.is_there(DRAWER, stray)
    assert cabinet.is_there(DRAWER, version.key) and cabinet.is_there(DRAWER, version.preview)
    assert promised == ["materials.promises: every_file_has_its_row: a file in the drawer of documents belongs to no version"]

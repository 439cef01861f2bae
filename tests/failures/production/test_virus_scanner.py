"""A real clamd, with the configuration of the composition; and the one of the other tests, which must not differ from it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from materials.actions import documents, scanning
from materials.document_choices import ScanState
from materials.models.documents import DRAWER
from missione.shared.files import cabinet
from missione.shared.files.scanning import Clamd, ScannerAway, TooLargeToScan
from tests import files
from tests.factories.documents import DocumentFactory
from tests.factories.teams import PersonFactory
from tests.materials.clamd import EICAR, FOUND
from tests.materials.clamd import Clamd as ScannerOfTheTests
from tests.ops.virus_scanner import VirusScanner

MB = 1_000_000
STREAM_MAX_LENGTH = 210 * 1024 * 1024


@pytest.fixture(scope="module")
def scanner(place):
    scanner = VirusScanner(place)
    scanner.start()
    yield scanner
    scanner.stop()


@pytest.fixture
def of_the_tests():
    scanner = ScannerOfTheTests()
    yield scanner
    scanner.end()


def said(client: Clamd, *pieces: bytes):
    """Its verdict, or what it refuses with."""
    try:
        return client.look_at(pieces)
    except ScannerAway as trouble:
        return type(trouble)


def in_a_zip(content: bytes, *, behind: int = 0) -> bytes:
    """Behind so many megabytes of nothing."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        for number in range(behind // 100):
            writing.writestr(f"{number}.txt", bytes(100 * MB))
        writing.writestr("brief.txt", content)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("pieces", "verdict"),
    [
        ([], (True, "")),
        ([b"Guten Tag"], (True, "")),
        ([files.pdf()], (True, "")),
        ([EICAR], (False, FOUND)),
        ([EICAR[:30], EICAR[30:]], (False, FOUND)),
        ([bytes(3 * MB), EICAR], (False, FOUND)),
        ([files.zipped({"eicar.txt": EICAR}, stored=("eicar.txt",))], (False, FOUND)),
    ],
    ids=["nothing", "words", "a PDF", "EICAR", "EICAR in two pieces", "EICAR behind three megabytes", "EICAR in a ZIP"],
)
def test_the_real_one_and_that_of_the_tests_say_the_same(scanner, of_the_tests, pieces, verdict):
    assert said(scanner.over_tcp, *pieces) == said(scanner.over_a_socket, *pieces) == verdict
    assert said(Clamd(of_the_tests.url), *pieces) == verdict


def test_both_refuse_what_is_longer_than_they_take_in(scanner, of_the_tests):
    piece = bytes(1024 * 1024)
    of_the_tests.most = 5 * len(piece)

    assert said(scanner.over_tcp, *[piece] * (STREAM_MAX_LENGTH // len(piece))) == (True, "")
    assert said(scanner.over_tcp, *[piece] * (STREAM_MAX_LENGTH // len(piece)), b"1") is TooLargeToScan
    assert said(Clamd(of_the_tests.url), *[piece] * 5) == (True, "")
    assert said(Clamd(of_the_tests.url), *[piece] * 5, b"1") is TooLargeToScan


def test_it_looks_behind_all_that_an_archive_of_ours_may_unpack_to(scanner):
    assert said(scanner.over_tcp, in_a_zip(EICAR, behind=300)) == (False, FOUND)


def test_what_it_does_not_look_into_to_the_end_is_not_called_clean(scanner, place):
    too_much = in_a_zip(EICAR, behind=1000)
    careless = VirusScanner(place, without="AlertExceedsMax")
    careless.start()

    assert said(scanner.over_tcp, too_much) is TooLargeToScan
    assert said(careless.over_tcp, too_much) == (True, "")  # as it comes: a virus behind its limits is "OK"
    careless.stop()


def test_a_scanner_killed_before_or_in_the_middle_is_away(place):
    scanner = VirusScanner(place)

    def half():
        yield bytes(MB)
        scanner.kill()
        yield bytes(MB)

    for client in (scanner.over_tcp, scanner.over_a_socket):
        scanner.start()
        with pytest.raises(ScannerAway):
            client.look_at(half())
        with pytest.raises(ScannerAway):
            client.look_at([b"Guten Tag"])


@pytest.mark.django_db
@pytest.mark.usefixtures("own_drawer")
def test_a_document_with_a_virus_is_deleted_and_one_without_is_handed_out(scanner, settings):
    settings.CLAMD_URL = scanner.over_a_socket.url
    staff = PersonFactory(is_staff=True)
    harmless, harmful = (handed_in(by=staff, content=content) for content in (files.pdf(), in_a_zip(EICAR)))

    scanning.scan_what_is_due()

    harmless.refresh_from_db(), harmful.refresh_from_db()
    assert (harmless.scan_state, harmful.scan_state) == (ScanState.CLEAN, ScanState.INFECTED)
    assert cabinet.is_there(DRAWER, harmless.key) and not cabinet.is_there(DRAWER, harmful.key)


def handed_in(*, by, content):
    name = "Druckdaten.zip" if content.startswith(b"PK") else "Leitfaden.pdf"
    taken = documents.handed_in(SimpleUploadedFile(name, content), by=by)
    return documents.add_version(document=DocumentFactory(version=False), by=by, taken=taken)

"""What people hand in: good files are taken, the wrong ones turned away (the hostile ones: tests/failures)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from missione.shared.files import cabinet
from missione.shared.files.intake import FileRefused, take_in
from missione.shared.files.kinds import DOCUMENTS, FROM_STAFF, VTT
from tests import files


def handed_in(name, content, allowed=(*FROM_STAFF, VTT)):
    return take_in(SimpleUploadedFile(name, content), drawer="documents", allowed=allowed)


@pytest.mark.parametrize("name", files.GOOD)
def test_a_good_file_is_taken(name):
    taken = handed_in(name, files.GOOD[name]())

    assert cabinet.path_of("documents", taken.key).stat().st_size == taken.size
    assert taken.name.rpartition(".")[0] == name.rpartition(".")[0]
    assert name.rpartition(".")[0] not in str(cabinet.path_of("documents", taken.key))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/Plan.pdf", "Plan.pdf"),
        ("..\\..\\Plan.pdf", "Plan.pdf"),
        ("Plan\u202efdp.exe.pdf", "Planfdp.exe.pdf"),
        ("Pl\x07an\u200b.pdf", "Plan.pdf"),
        ("  Plan   eins .PDF", "Plan eins .pdf"),
        ('Plan<"A">?.pdf', "Plan_A_.pdf"),
        (f"{'lang' * 60}.pdf", f"{'lang' * 29}.pdf"),
        ("O\u0308ko-Bericht 100%.pdf", "Öko-Bericht 100%.pdf"),
    ],
)
def test_what_is_left_of_a_name(given, kept):
    upload = SimpleUploadedFile("x", files.pdf())
    upload._name = given  # as a client that does not go through a browser sends it

    assert take_in(upload, drawer="documents", allowed=DOCUMENTS).name == kept


def test_from_members_neither_svg_nor_archives():
    for name in ("Logo.svg", "Druckdaten.zip"):
        with pytest.raises(FileRefused, match="hat ein Format, das wir nicht annehmen"):
            handed_in(name, files.GOOD[name](), allowed=DOCUMENTS)


def test_a_picture_is_drawn_anew_without_place_and_comment():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 13.0, 20.0)}
    exif[0x0112] = 6  # the camera was held upright
    hidden = files.picture("JPEG", size=(80, 60), exif=exif, comment=b"<script>alert(1)</script>") + b"PK\x05\x06" + bytes(18)

    taken = handed_in("Flur.jpg", hidden)

    kept = cabinet.path_of("documents", taken.key).read_bytes()
    assert (taken.width, taken.height) == (60, 80)
    assert not Image.open(cabinet.path_of("documents", taken.key)).getexif()
    assert b"script" not in kept and b"PK" not in kept


def test_of_a_file_that_is_turned_away_nothing_is_left():
    before = set(cabinet.root().rglob("*"))

    with pytest.raises(FileRefused):
        handed_in("leer.pdf", b"")
    with pytest.raises(FileRefused):
        handed_in("seite.png", b"<html>")

    assert {path for path in cabinet.root().rglob("*") if path.is_file()} <= before

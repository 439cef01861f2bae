"""Whatever file arrives as a picture: drawn anew or refused in a sentence that names it, and memory stays bounded."""

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from missione.shared.errors import Refused
from teams.models import Picture
from teams.renditions import LARGEST, PictureRefused, develop, shown_name
from tests.factories.local_actions import LocalActionFactory, a_file, picture_bytes
from tests.factories.teams import TeamFactory
from tests.failures.hostile.inputs import HOSTILE, encodable, sound, thorough
from tests.seminars.admin_desk import typed_in
from tests.seminars.reading import words_of

MEGABYTES = 1024  # ru_maxrss counts kilobytes


def png(width, height, data=b"\x00"):
    """A head that says what it likes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def vast_webp():
    """A canvas of 16,383 by 16,383 around a frame of one dot."""
    dot = io.BytesIO()
    Image.new("RGB", (16, 16)).save(dot, "WEBP", lossless=True)
    three = lambda number: struct.pack("<I", number)[:3]  # noqa: E731
    frame = three(0) * 2 + three(15) * 2 + three(100) + b"\x00" + dot.getvalue()[12:]
    body = b"VP8X" + struct.pack("<I", 10) + b"\x02\x00\x00\x00" + three(16382) * 2
    body += b"ANIM" + struct.pack("<I", 6) + bytes(6) + b"ANMF" + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
NO_PICTURE = "lässt sich nicht als Bild lesen. Speichern Sie es neu, am besten als JPEG."
FILES = {
    "vektor.svg": (SVG, "ist kein JPEG, PNG oder WebP."),
    "verkleidet.png": (SVG, NO_PICTURE),
    "seite.png": (HTML, NO_PICTURE),
    "seite.jpg": (b"GIF89a" + HTML, NO_PICTURE),
    "film.gif": (picture_bytes("GIF"), "ist kein JPEG, PNG oder WebP."),
    "film.jpg": (picture_bytes("GIF"), NO_PICTURE),
    "scan.tiff": (picture_bytes("TIFF"), "ist kein JPEG, PNG oder WebP."),
    "leer.jpg": (b"", "ist leer."),
    "riesig.png": (png(60_000, 60_000), "hat viel zu viele Bildpunkte."),
    "gross.png": (png(5_000, 5_000), "hat mehr als 20 Millionen Bildpunkte (5000 × 5000)."),
    "weit.webp": (vast_webp(), "hat viel zu viele Bildpunkte."),
    "punkt.png": (picture_bytes("PNG", (1, 1)), "ist zu klein (1 × 1 Bildpunkte)."),
    "strich.png": (picture_bytes("PNG", (5_000, 2)), "ist zu klein (5000 × 2 Bildpunkte)."),
    "abgerissen.jpg": (picture_bytes()[:5_000], NO_PICTURE),
    "abgerissen.png": (picture_bytes("PNG")[:900], NO_PICTURE),
    "abgerissen.webp": (picture_bytes("WEBP")[:900], NO_PICTURE),
    "nur-kopf.png": (png(400, 400), NO_PICTURE),
    "schwer.jpg": (bytes(LARGEST + 1), "ist größer als 10 MB."),
    "programm.exe": (b"MZ" + bytes(100), "ist kein JPEG, PNG oder WebP."),
    "bild.jpg.html": (picture_bytes(), "ist kein JPEG, PNG oder WebP."),
    "ohne-endung": (picture_bytes(), "ist kein JPEG, PNG oder WebP."),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_picture_is_refused_by_its_name(name):
    content, words = FILES[name]

    with pytest.raises(PictureRefused) as refusal:
        develop(a_file(name, content), Picture.SIZES)

    assert str(refusal.value).startswith(f"„{name}“ {words}")


@pytest.mark.django_db
def test_the_page_says_so_at_the_field_and_keeps_the_words(logged_in, member):
    action = LocalActionFactory(team=TeamFactory(lead=member))
    page = reverse("teams:action_pictures", args=[action.team.slug, action.slug])
    desk = logged_in(member)
    answer = desk.post(page, typed_in(desk.get(page), alt_text="Ein Stand", file=a_file("seite.png", HTML)))

    assert answer.status_code == 422
    assert f"„seite.png“ {NO_PICTURE}" in words_of(answer)
    assert 'value="Ein Stand"' in answer.content.decode()


def test_what_hides_behind_a_picture_is_left_behind():
    """A JPEG that is an archive and a page, too."""
    polyglot = picture_bytes() + b"PK\x03\x04" + HTML

    for rendition in develop(a_file("doppelt.jpg", polyglot), Picture.SIZES):
        assert b"<script>" not in rendition.content and b"PK\x03\x04" not in rendition.content
        assert rendition.content.endswith(b"\xff\xd9")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Bilder\\stand.jpg", "stand.jpg"),
        ("stand\u202egpj.exe", "standgpj.exe"),
        ("sta\x00nd\r\n.jpg", "stand.jpg"),
        ("", "Die Datei"),
        ("/", "Die Datei"),
        ("ä" * 300 + ".jpg", "ä" * 48 + "…" + "ä" * 7 + ".jpg"),
    ],
)
def test_names_are_shown_harmless(name, shown):
    assert shown_name(name) == shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["../../../stand.jpg", "sta\u202end.jpg", '"><script>.jpg', "ä" * 300 + ".jpg", "=HYPERLINK(1).jpg"]
)
def test_a_hostile_name_is_no_path_and_no_markup(logged_in, member, name):
    action = LocalActionFactory(team=TeamFactory(lead=member))
    page = reverse("teams:action_pictures", args=[action.team.slug, action.slug])
    desk = logged_in(member)
    desk.post(page, typed_in(desk.get(page), alt_text="Ein Stand", file=a_file(name)))
    picture = Picture.objects.get()

    assert storages["private"].exists(picture.file_name(640))
    assert "/" not in picture.original_name and "\u202e" not in picture.original_name
    assert "<script>" not in desk.get(page).content.decode()


STARTS = [picture_bytes(kind, (300, 240))[:length] for kind in ("JPEG", "PNG", "WEBP") for length in (12, 40, 200)]
GOOD = [picture_bytes(kind, (300, 240)) for kind in ("JPEG", "PNG", "WEBP")]


@st.composite
def broken(draw):
    """A picture with some of its bytes changed, cut off, or doubled."""
    content = bytearray(draw(st.sampled_from(GOOD)))
    luck = random.Random(draw(st.integers()))
    for _ in range(draw(st.integers(0, 40))):
        content[luck.randrange(len(content))] = luck.randrange(256)
    return bytes(content[: draw(st.integers(1, len(content)))]) if draw(st.booleans()) else bytes(content)


anything = st.one_of(broken(), st.binary(max_size=2_000), st.builds(lambda a, b: a + b, st.sampled_from(STARTS), st.binary()))


@thorough
@given(content=anything, name=st.sampled_from(["a.jpg", "b.png", "c.webp"]))
def test_any_bytes_become_two_pictures_or_a_sentence(content, name):
    try:
        drawn = develop(a_file(name, content), Picture.SIZES)
    except Refused as refusal:
        assert str(refusal).startswith(f"„{name}“ ")
    else:
        assert [Image.open(io.BytesIO(each.content)).format for each in drawn] == ["JPEG", "JPEG"]


@pytest.mark.django_db
@pytest.mark.parametrize("file", [*HOSTILE, None])
def test_a_text_where_a_file_belongs_is_asked_for_again(logged_in, member, file):
    action = LocalActionFactory(team=TeamFactory(lead=member))
    page = reverse("teams:action_pictures", args=[action.team.slug, action.slug])
    desk = logged_in(member)
    typed = typed_in(desk.get(page), alt_text="Ein Stand")
    typed.pop("file", None)
    answer = sound(desk.post(page, typed | ({"file": encodable(file)} if file is not None else {})))

    assert "Wählen Sie eine Bilddatei aus." in words_of(answer)


WEIGH = """
import resource, sys
from django.core.files.uploadedfile import SimpleUploadedFile
from missione.shared.errors import Refused
from teams.renditions import develop
file = SimpleUploadedFile(sys.argv[1], sys.stdin.buffer.read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    develop(file, (640, 1280))
except Refused:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def weight(name, content):
    """How much memory a process of its own needs for this file beyond what it has, in megabytes."""
    done = subprocess.run(
        [sys.executable, "-c", WEIGH, name], input=content, capture_output=True, check=True, cwd=settings.BASE_DIR
    )
    return int(done.stdout) / MEGABYTES


@pytest.mark.parametrize(
    ("name", "content", "most"),
    [
        ("riesig.png", png(60_000, 60_000, bytes(10_000_000)), 30),
        ("weit.webp", vast_webp(), 40),
        ("gross.jpg", picture_bytes("JPEG", (8_000, 5_000), progressive=True), 260),
        ("gross.png", picture_bytes("PNG", (5_000, 4_000), mode="RGBA"), 260),
        ("gross.webp", picture_bytes("WEBP", (4_000, 3_000), mode="RGBA"), 260),
    ],
)
def test_no_picture_weighs_more_than_a_web_can_carry(name, content, most):
    assert weight(name, content) < most

"""Files of somebody who means no good: each is turned away with a sentence that names it, and costs neither memory nor time."""

import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from missione.shared.files.examining import workshop
from missione.shared.files.intake import FileRefused, take_in
from missione.shared.files.kinds import FROM_STAFF, VTT
from missione.shared.files.looking.__main__ import MB, MORE_MEMORY, SECONDS, data_in_use
from tests.failures.hostile.files import CORPUS

WITHOUT_CARE = """
import sys
from pathlib import Path
from missione.shared.files.looking import __main__ as eyes, findings, looking, pictures
pictures.MOST_PIXELS = dict.fromkeys(pictures.MOST_PIXELS, 10**9)
pictures.Image.MAX_IMAGE_PIXELS = None
eyes.limit()
print(looking.eye_for("look", "png")(findings.Task(Path(sys.argv[1]), "png", Path(sys.argv[2]))))
"""


class OnDisk(UploadedFile):
    """As Django hands on what is large."""

    def temporary_file_path(self):
        return self.file.name


@pytest.fixture
def on_disk():
    with workshop() as folder:

        def write(name, content):
            path = folder / "upload"
            path.write_bytes(content)
            return OnDisk(path.open("rb"), name, size=len(content))

        yield write


@contextmanager
def little_memory():
    """No more than 150 MB more for our own process, either; the one beside it limits itself."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (data_in_use() + MORE_MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def handed_in(upload):
    with little_memory():
        return take_in(upload, drawer="documents", allowed=(*FROM_STAFF, VTT))


def test_the_limits_are_those_that_were_promised():
    assert (MORE_MEMORY, SECONDS) == (150 * MB, 10)
    assert len(CORPUS) >= 40


@pytest.mark.parametrize(("name", "make", "words"), CORPUS, ids=[name for name, *_ in CORPUS])
def test_a_hostile_file_is_turned_away_by_name(name, make, words, on_disk):
    with pytest.raises(FileRefused) as refusal:
        handed_in(on_disk(name, make()))

    said = str(refusal.value)
    assert said.startswith(f"„{name}“ ") and said.endswith(".")
    assert any(each in said for each in words.split("|"))


UPRIGHT = Image.Exif()
UPRIGHT[0x0112] = 6


@pytest.mark.parametrize(
    ("name", "kind", "mode", "how", "size"),
    [
        ("Kamera.jpg", "JPEG", "RGB", {}, (6000, 4000)),
        ("hochkant.jpg", "JPEG", "RGB", {"exif": UPRIGHT}, (6000, 4000)),
        ("nach und nach.jpg", "JPEG", "RGB", {"progressive": True, "subsampling": 0}, (4000, 3000)),
        ("durchsichtig.png", "PNG", "RGBA", {"compress_level": 1}, (6000, 4000)),
        ("neu.webp", "WEBP", "RGB", {"method": 0}, (3000, 2000)),
    ],
)
def test_an_honest_picture_of_a_good_camera_fits(name, kind, mode, how, size, on_disk):
    with workshop() as folder:
        Image.linear_gradient("L").resize(size).convert(mode).save(folder / "bild", kind, **how)
        upload = on_disk(name, (folder / "bild").read_bytes())

    taken = handed_in(upload)

    assert {taken.width, taken.height} == set(size)


def test_whoever_wants_more_memory_is_ended(on_disk):
    """Negative control: without the look at the size beforehand it is the limit that ends it."""
    with workshop() as folder:
        Image.new("RGB", (12_000, 12_000)).save(folder / "bild", "PNG")
        upload = on_disk("zu viel.png", (folder / "bild").read_bytes())
        eyes = [sys.executable, "-c", WITHOUT_CARE, upload.temporary_file_path(), str(folder / "out")]
        done = subprocess.run(eyes, cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert "hat zu viele Bildpunkte" in done.stdout

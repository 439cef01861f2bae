"""A picture as it arrives becomes two JPEGs drawn anew: nothing of the file but what is seen is kept, no place, no camera.

The size is read before anything is decoded, and one picture at a time is decoded in a process: memory stays bounded.
"""

import io
import threading
import warnings
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from missione.shared.errors import Refused

LARGEST = 10 * 1024 * 1024  # bytes
EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp")
# A JPEG is decoded at a fraction of its size; of a PNG every pixel stands in memory, of a WebP three times.
MOST_PIXELS = {"JPEG": 40_000_000, "PNG": 20_000_000, "WEBP": 12_000_000}
SMALLEST = 200  # pixels along the shorter side
PATIENCE = 20  # seconds
LONGEST_NAME = 60
_one_at_a_time = threading.BoundedSemaphore(1)


class PictureRefused(Refused):
    sentence = "Dieses Bild können wir nicht verwenden."


@dataclass(frozen=True)
class Rendition:
    content: bytes
    width: int
    height: int


def develop(file: UploadedFile, sizes: tuple[int, ...]) -> list[Rendition]:
    """A JPEG for each size: at most so many pixels along the longer side, never enlarged. A refusal names the file."""
    name = shown_name(file.name)
    _look_from_outside(file, name)
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise PictureRefused("Gerade werden viele Bilder hochgeladen. Bitte versuchen Sie es in einer Minute noch einmal.")
    try:
        return _draw(file, name, sizes)
    finally:
        _one_at_a_time.release()


def shown_name(name: str | None) -> str:
    """As a person may read it: no path, nothing that turns the direction of writing round, not too long."""
    bare = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    words = "".join(letter for letter in bare if letter.isprintable()).strip() or "Die Datei"
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 12]}…{words[-11:]}"


def _look_from_outside(file: UploadedFile, name: str) -> None:
    if not file.size:
        raise PictureRefused(f"„{name}“ ist leer. Wählen Sie die Datei noch einmal aus.")
    if file.size > LARGEST:
        raise PictureRefused(f"„{name}“ ist größer als 10 MB. Speichern Sie das Bild kleiner und versuchen Sie es noch einmal.")
    if not name.lower().endswith(EXTENSIONS):
        raise PictureRefused(f"„{name}“ ist kein JPEG, PNG oder WebP. Speichern Sie das Bild in einem dieser Formate.")


def _draw(file: UploadedFile, name: str, sizes: tuple[int, ...]) -> list[Rendition]:
    try:
        image = _opened(file)
        _look_at_the_size(image, name)
        return _drawn_anew(image, sizes)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise PictureRefused(f"„{name}“ hat viel zu viele Bildpunkte. Verkleinern Sie das Bild bitte.") from error
    except Exception as error:  # broken files fail in a dozen ways inside the decoders
        raise PictureRefused(f"„{name}“ lässt sich nicht als Bild lesen. Speichern Sie es neu, am besten als JPEG.") from error


def _opened(file: UploadedFile) -> Image.Image:
    """Only the head of the file is read."""
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we look at the size ourselves
        return Image.open(file, formats=list(MOST_PIXELS))


def _look_at_the_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    most = MOST_PIXELS[image.format]
    if width * height > most:
        raise PictureRefused(
            f"„{name}“ hat mehr als {most // 1_000_000} Millionen Bildpunkte ({width} × {height}). Verkleinern Sie es bitte."
        )
    if min(width, height) < SMALLEST:
        raise PictureRefused(
            f"„{name}“ ist zu klein ({width} × {height} Bildpunkte). Nötig sind mindestens {SMALLEST} × {SMALLEST}."
        )


def _drawn_anew(image: Image.Image, sizes: tuple[int, ...]) -> list[Rendition]:
    largest = max(sizes)
    image.draft("RGB", (largest, largest))  # of a JPEG the decoder itself makes a half, a quarter or an eighth
    image.thumbnail((largest, largest))
    upright = _on_white(ImageOps.exif_transpose(image))
    return [_rendition(upright, size) for size in sizes]


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture, so that comments and profiles of the old one stay behind."""
    paper = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        paper.paste(image.convert("RGB"))
    return paper


def _rendition(image: Image.Image, size: int) -> Rendition:
    smaller = image.copy()
    smaller.thumbnail((size, size))
    page = io.BytesIO()
    smaller.save(page, "JPEG", quality=82, optimize=True, progressive=True)
    return Rendition(page.getvalue(), *smaller.size)

"""Pictures are drawn anew: what is kept is only what could be seen. Place, camera and whatever hid behind the picture go."""

import warnings

from PIL import Image, ImageFile, ImageOps

from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

# What can be drawn anew within the memory there is. A progressive JPEG is in it twice while it is read.
MOST_PIXELS = {"jpeg": 24_500_000, "png": 24_500_000, "webp": 6_000_000, "progressive": 12_000_000}
TURNED_PIXELS = 12_000_000
LONGEST_EDGE = 12_000
ORIENTATION = 0x0112
PREVIEW = (640, 640)
FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
HOW = {
    "PNG": {"optimize": False, "compress_level": 6},
    "JPEG": {"quality": 90, "optimize": False, "progressive": False},
    "WEBP": {"quality": 90, "method": 4},
}
ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())


def look(task: Task) -> Findings:
    """The size is read before a single pixel is."""
    kind = task.kind
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(task.path, formats=[FORMATS[kind]]) as picture:
                _is_not_too_large(picture, "progressive" if picture.info.get("progressive") else kind)
                _is_not_a_film(picture)
                turned = _turn(picture)
                drawn = _plain(picture, kind)
                if task.longest_edge:
                    drawn.thumbnail((task.longest_edge, task.longest_edge))
                drawn.save(task.out, FORMATS[kind], exif=turned, **HOW[FORMATS[kind]])
                width, height = drawn.size[::-1] if turned.get(ORIENTATION, 1) >= 5 else drawn.size
                return {"width": width, "height": height}
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Unacceptable(_too_large(kind)) from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise Unacceptable(BROKEN) from None


def _is_not_too_large(picture: Image.Image, kind: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS[kind] or max(width, height) > LONGEST_EDGE:
        raise Unacceptable(_too_large(kind))
    if width < 1 or height < 1:
        raise Unacceptable(BROKEN)


def _is_not_a_film(picture: Image.Image) -> None:
    if getattr(picture, "n_frames", 1) > 1:
        raise Unacceptable("ist ein bewegtes Bild. Bitte nehmen Sie ein Standbild oder ein Video.")


def _turn(picture: Image.Image) -> Image.Exif:
    """As the camera held it. For a very large one there is no room to turn it: the one number that says how stays with it."""
    turned = Image.Exif()
    if picture.width * picture.height <= TURNED_PIXELS:
        ImageOps.exif_transpose(picture, in_place=True)
    elif (orientation := picture.getexif().get(ORIENTATION, 1)) in range(2, 9):
        turned[ORIENTATION] = orientation
    return turned


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """In plain colours, and nothing else of what the file said."""
    mode = "RGB" if kind == "jpeg" or not picture.has_transparency_data else "RGBA"
    if picture.mode in ("L", "1") and mode == "RGB":
        mode = "L"
    drawn = picture if picture.mode == mode else picture.convert(mode)
    drawn.info = {}
    return drawn


def _too_large(kind: str) -> str:
    return f"hat zu viele Bildpunkte. Bitte verkleinern Sie das Bild auf höchstens {MOST_PIXELS[kind] // 1_000_000} Megapixel."


def preview(task: Task) -> Findings:
    """A small WebP of a picture that was drawn anew before."""
    with Image.open(task.path, formats=list(FORMATS.values())) as picture:
        picture.draft("RGB", PREVIEW)
        small = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        small.thumbnail(PREVIEW)
        small.save(task.out, "WEBP", quality=80)
        return {"width": small.width, "height": small.height}

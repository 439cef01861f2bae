"""Which kind a file is, by its first bytes alone."""

import re
import zipfile
import zlib
from pathlib import Path

from missione.shared.files.looking.findings import BROKEN, Unacceptable

FIRST = 4096
_SVG = re.compile(rb"<(?:[a-z]+:)?svg[\s>]", re.IGNORECASE)
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"dash", b"MSNV"}
_OOXML_MAIN = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx", "xl/workbook.xml": "xlsx"}
_ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def kind_of(path: Path) -> str:
    """The name of a kind, or nothing if the content is none that the portal knows."""
    with path.open("rb") as file:
        first = file.read(FIRST)
    if first.startswith(b"PK\x03\x04"):
        return _kind_of_archive(path)
    return next((name for name, is_one in _SIGNATURES.items() if is_one(first)), "")


def _is_svg(first: bytes) -> bool:
    text = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")) and bool(_SVG.search(text))


_SIGNATURES = {
    "pdf": lambda first: first.startswith(b"%PDF-"),
    "png": lambda first: first.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpeg": lambda first: first.startswith(b"\xff\xd8\xff"),
    "webp": lambda first: first.startswith(b"RIFF") and first[8:12] == b"WEBP",
    "mp4": lambda first: first[4:8] == b"ftyp" and first[8:12] in _MP4_BRANDS,
    "webm": lambda first: first.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in first[:64],
    "vtt": lambda first: bool(re.match(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)", first)),
    "svg": _is_svg,
}


def _kind_of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in _OOXML_MAIN.items() if part in names), "zip")
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as member:
                    return _ODF_TYPES.get(member.read(100), "zip")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise Unacceptable(BROKEN) from None
    return "zip"

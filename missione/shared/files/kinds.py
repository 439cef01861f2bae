"""What is taken in. A kind is recognised by what is in the file; the ending of its name must say the same."""

from typing import NamedTuple

MB = 1024 * 1024


class FileKind(NamedTuple):
    name: str
    words: str
    media_type: str
    endings: tuple[str, ...]
    most_bytes: int

    @property
    def ending(self) -> str:
        return self.endings[0]


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

PDF = FileKind("pdf", "PDF", "application/pdf", ("pdf",), 50 * MB)
PNG = FileKind("png", "PNG-Bild", "image/png", ("png",), 20 * MB)
JPEG = FileKind("jpeg", "JPEG-Bild", "image/jpeg", ("jpg", "jpeg"), 20 * MB)
WEBP = FileKind("webp", "WebP-Bild", "image/webp", ("webp",), 20 * MB)
DOCX = FileKind("docx", "Word-Datei", f"{_OOXML}.wordprocessingml.document", ("docx",), 30 * MB)
PPTX = FileKind("pptx", "PowerPoint-Datei", f"{_OOXML}.presentationml.presentation", ("pptx",), 80 * MB)
XLSX = FileKind("xlsx", "Excel-Datei", f"{_OOXML}.spreadsheetml.sheet", ("xlsx",), 30 * MB)
ODT = FileKind("odt", "OpenDocument-Text", f"{_ODF}.text", ("odt",), 30 * MB)
ODP = FileKind("odp", "OpenDocument-Präsentation", f"{_ODF}.presentation", ("odp",), 80 * MB)
ODS = FileKind("ods", "OpenDocument-Tabelle", f"{_ODF}.spreadsheet", ("ods",), 30 * MB)
MP4 = FileKind("mp4", "MP4-Video", "video/mp4", ("mp4", "m4v"), 200 * MB)
WEBM = FileKind("webm", "WebM-Video", "video/webm", ("webm",), 200 * MB)
VTT = FileKind("vtt", "Untertitel (WebVTT)", "text/vtt", ("vtt",), MB)
SVG = FileKind("svg", "SVG-Grafik", "image/svg+xml", ("svg",), 2 * MB)
ZIP = FileKind("zip", "ZIP-Archiv", "application/zip", ("zip",), 80 * MB)

PICTURES = (JPEG, PNG, WEBP)
OOXML = (DOCX, PPTX, XLSX)
ODF = (ODT, ODP, ODS)
OFFICE = (*OOXML, *ODF)
VIDEOS = (MP4, WEBM)
DOCUMENTS = (PDF, *PICTURES, *OFFICE, *VIDEOS)
# A browser runs what stands in an SVG, and nobody sees what is in an archive: these two come from the campaign team alone.
FROM_STAFF = (*DOCUMENTS, SVG, ZIP)

KINDS = {kind.name: kind for kind in (*FROM_STAFF, VTT)}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS.values()}
# Opened in the browser; everything else is saved. Pictures among the private files are always drawn anew.
SHOWN_IN_THE_BROWSER = frozenset(kind.media_type for kind in (PDF, *PICTURES, *VIDEOS, VTT))


def in_words(kinds: tuple[FileKind, ...]) -> str:
    """PDF, JPG, PNG, DOCX, …"""
    return ", ".join(kind.ending.upper() for kind in kinds)

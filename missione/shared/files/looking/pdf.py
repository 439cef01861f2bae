"""PDF: pages to read, and nothing that acts."""

import re
from pathlib import Path

import pikepdf

from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

MOST_PAGES = 2000
MOST_OBJECTS = 300_000
# What a PDF may not carry, by the name of a key or the value of one; the words say it to who handed it in.
_SCRIPT = "enthält ein Skript (JavaScript). Bitte speichern Sie sie neu, zum Beispiel mit „Als PDF drucken“."
_STARTS = "startet beim Öffnen ein anderes Programm. Solche PDF-Dateien nehmen wir nicht an."
_EMBEDDED = "enthält angehängte Dateien. Bitte speichern Sie sie ohne Anhänge und laden Sie diese einzeln hoch."
_SENDS = "schickt Eingaben an eine andere Adresse. Bitte speichern Sie das Formular ohne Absenden-Knopf."
_PLAYS = "enthält eingebettete Medien oder ein dynamisches Formular (XFA). Bitte speichern Sie sie als einfaches PDF."
KEYS = {"/JS": _SCRIPT, "/JavaScript": _SCRIPT, "/EmbeddedFiles": _EMBEDDED, "/EF": _EMBEDDED, "/XFA": _PLAYS}
VALUES = {
    "/JavaScript": _SCRIPT,
    "/Launch": _STARTS,
    "/EmbeddedFile": _EMBEDDED,
    "/GoToE": _EMBEDDED,
    "/SubmitForm": _SENDS,
    "/ImportData": _SENDS,
    "/RichMedia": _PLAYS,
    "/Movie": _PLAYS,
    "/Sound": _PLAYS,
    "/3D": _PLAYS,
}
_WHERE_VALUES_COUNT = ("/S", "/Type", "/Subtype")
# Also where no table of contents leads: a reader that mends a broken file finds it there.
_RAW = re.compile(rb"/S\s*/(JavaScript|Launch|RichMedia)\b|/(JavaScript|EmbeddedFiles)\s*(?:<<|\[|\d)")
_ENDS_AS_ARCHIVE = b"PK\x05\x06"
_PIECE = 1024 * 1024


def look(task: Task) -> Findings:
    _end_is_an_end(task.path)
    _nothing_acts_in_the_raw(task.path)
    try:
        with pikepdf.open(task.path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Unacceptable("ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Schutz.")
            if len(pdf.objects) > MOST_OBJECTS or not 0 < len(pdf.pages) <= MOST_PAGES:
                raise Unacceptable(f"hat keine oder zu viele Seiten. Erlaubt sind {MOST_PAGES}.")
            for thing in pdf.objects:
                _acts_not(thing)
            return {"pages": len(pdf.pages)}
    except pikepdf.PasswordError:
        raise Unacceptable("ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Schutz.") from None
    except (pikepdf.PdfError, RecursionError, ValueError, RuntimeError):
        raise Unacceptable(BROKEN) from None


def _acts_not(thing, depth: int = 0) -> None:
    """Dictionaries and lists, also those inside of each other; what is pointed at comes along by itself."""
    if depth > 50:
        raise Unacceptable(BROKEN)
    if isinstance(thing, pikepdf.Array):
        parts = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        parts = []
        for key in thing.keys():
            value = thing.get(key)
            if key in KEYS:
                raise Unacceptable(KEYS[key])
            if key in _WHERE_VALUES_COUNT and isinstance(value, pikepdf.Name) and str(value) in VALUES:
                raise Unacceptable(VALUES[str(value)])
            parts.append(value)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _acts_not(part, depth + 1)


def _nothing_acts_in_the_raw(path: Path) -> None:
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(_PIECE):
            if hit := _RAW.search(rest + piece):
                raise Unacceptable((KEYS | VALUES)[f"/{(hit[1] or hit[2]).decode()}"])
            rest = piece[-32:]


def _end_is_an_end(path: Path) -> None:
    """Truncated files have no end; an archive behind the end makes two files of one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 70_000))
        tail = file.read()
    if b"%%EOF" not in tail[-2048:]:
        raise Unacceptable(BROKEN)
    if _ENDS_AS_ARCHIVE in tail[tail.rfind(b"%%EOF") :] or _ENDS_AS_ARCHIVE in tail and b"PK\x01\x02" in tail:
        raise Unacceptable("ist zugleich PDF und Archiv. Bitte speichern Sie das PDF neu.")

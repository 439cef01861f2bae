"""The door for files: the name, the size, the content. Whoever is turned away reads which file it was, and why."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from django.core.files.uploadedfile import UploadedFile

from missione.shared.errors import Refused
from missione.shared.files import cabinet, examining
from missione.shared.files.kinds import KINDS, MB, PICTURES, FileKind, in_words
from missione.shared.files.names import ending_of, tidy_name, with_ending

WITH_MACROS = {"docm", "xlsm", "pptm", "dotm", "xltm", "potm", "ppsm", "xlam", "xlsb"}
OLD_OFFICE = {"doc": "DOCX", "xls": "XLSX", "ppt": "PPTX", "pps": "PPTX", "rtf": "DOCX"}


class FileRefused(Refused):
    """Names the file: whoever hands in three at once must know which one it was."""

    def __init__(self, name: str, why: str, *, field: str = "file"):
        super().__init__(f"„{name}“ {why}", field=field)


@dataclass(frozen=True)
class Taken:
    """A file that lies in its drawer. Whoever has no row for it in the end throws it away again."""

    drawer: str
    key: str
    name: str
    kind: FileKind
    size: int
    sha256: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None

    def throw_away(self) -> None:
        cabinet.throw_away(self.drawer, self.key)


def take_in(
    upload: UploadedFile, *, drawer: str, allowed: tuple[FileKind, ...], field: str = "file", longest_edge: int = 0
) -> Taken:
    """Into the drawer, or FileRefused. Pictures are drawn anew, and no larger than `longest_edge` if that is said."""
    name = tidy_name(upload.name or "")
    try:
        kind = _kind_by_name(name, allowed)
        _has_the_size(upload.size or 0, kind)
        with examining.workshop() as folder:
            path = _on_disk(upload, folder)
            found = _looked_into(path, kind, folder / "out", longest_edge)
            kept = cabinet.put_in(drawer, cabinet.pieces_of(folder / "out" if kind in PICTURES else path))
    except _TurnedAway as why:
        raise FileRefused(name, str(why), field=field) from None
    measures = {what: found.get(what) for what in ("pages", "width", "height")}
    return Taken(drawer, kept.key, with_ending(name, kind.ending), kind, kept.size, kept.sha256, **measures)


class _TurnedAway(Exception):
    """Half a sentence that begins with a verb."""


def _kind_by_name(name: str, allowed: tuple[FileKind, ...]) -> FileKind:
    ending = ending_of(name)
    if ending in WITH_MACROS:
        raise _TurnedAway("kann Makros enthalten. Bitte speichern Sie die Datei ohne Makros, zum Beispiel als DOCX oder PDF.")
    if ending in OLD_OFFICE:
        raise _TurnedAway(f"ist in einem alten Office-Format. Bitte speichern Sie die Datei als {OLD_OFFICE[ending]} oder PDF.")
    for kind in allowed:
        if ending in kind.endings:
            return kind
    raise _TurnedAway(f"hat ein Format, das wir nicht annehmen. Möglich sind: {in_words(allowed)}.")


def _has_the_size(size: int, kind: FileKind) -> None:
    if size == 0:
        raise _TurnedAway("ist leer. Bitte wählen Sie die richtige Datei aus.")
    if size > kind.most_bytes:
        raise _TurnedAway(f"ist zu groß: {_in_mb(size)} MB. Erlaubt sind höchstens {_in_mb(kind.most_bytes)} MB.")


def _in_mb(size: int) -> str:
    return f"{size / MB:.1f}".replace(".", ",").removesuffix(",0")


def _on_disk(upload: UploadedFile, folder: Path) -> Path:
    """Large uploads lie on the disk already; small ones are written down."""
    if hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    upload.seek(0)
    with (folder / "in").open("wb") as copy:
        copyfileobj(upload.file, copy)
    return folder / "in"


def _looked_into(path: Path, kind: FileKind, out: Path, longest_edge: int) -> dict:
    found = examining.look_into(path, kind.name, out, longest_edge=longest_edge)
    if found["kind"] != kind.name:
        real = KINDS.get(found["kind"])
        what = f"ist in Wahrheit: {real.words}" if real else f"ist keine gültige {kind.ending.upper()}-Datei"
        raise _TurnedAway(f"{what}. Name und Inhalt müssen zusammenpassen.")
    if "refused" in found:
        raise _TurnedAway(found["refused"])
    return found

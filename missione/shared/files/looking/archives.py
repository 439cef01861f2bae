"""Archives, and the office files that are archives: counted while they are unpacked, never trusted to say how large they are."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

MB = 1024 * 1024
MOST_FILES = 2000
MOST_BYTES = 300 * MB
MOST_RATIO = 150  # beyond the first megabyte; XML of a large table is packed to a fiftieth at most
PIECE = 256 * 1024

TOO_MANY = f"enthält mehr als {MOST_FILES} Dateien. Bitte teilen Sie sie auf."
TOO_LARGE = "wird beim Entpacken zu groß. Bitte laden Sie die Dateien einzeln hoch."
BAD_NAMES = "enthält Dateien mit unzulässigen Namen (Pfade oder unsichtbare Zeichen). Bitte packen Sie sie neu."
DOUBLED = "enthält denselben Dateinamen mehrmals. Bitte packen Sie sie neu."
LOCKED = "ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Schutz."
PACKED_TWICE = "enthält ein weiteres Archiv. Bitte packen Sie alles in eine einzige ZIP-Datei."
TWO_IN_ONE = "enthält noch etwas anderes als das Archiv. Bitte packen Sie sie neu."

_ARCHIVES = ("zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "cab", "iso", "jar", "docm", "xlsm", "pptm", "lha", "zst")
_ARCHIVE_STARTS = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")


@dataclass
class Budget:
    """What all archives in a file may unpack to together."""

    left: int = MOST_BYTES

    def spend(self, number: int) -> None:
        self.left -= number
        if self.left < 0:
            raise Unacceptable(TOO_LARGE)


@dataclass
class Member:
    name: str
    first: bytes
    content: bytes  # only as much as was asked to keep


def look(task: Task) -> Findings:
    """An archive of the campaign team: anything in it but further archives."""
    with task.path.open("rb") as file:
        for member in members_of(file, Budget(), keep=0):
            if member.name.lower().endswith(tuple(f".{ending}" for ending in _ARCHIVES)) or is_archive(member.first):
                raise Unacceptable(PACKED_TWICE)
    return {}


def is_archive(first: bytes) -> bool:
    return first.startswith(_ARCHIVE_STARTS)


def members_of(file: BinaryIO, budget: Budget, *, keep: int) -> Iterator[Member]:
    """Each file in it, unpacked to its end and counted; the first `keep` bytes of each are handed on."""
    try:
        with zipfile.ZipFile(file) as archive:
            _is_one_whole_archive(archive, file)
            for info in archive.infolist():
                if not info.is_dir():
                    yield _unpacked(archive, info, budget, keep)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError):
        raise Unacceptable(BROKEN) from None
    except (NotImplementedError, RuntimeError):  # a way of packing that nobody uses, or a password
        raise Unacceptable(LOCKED) from None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, keep: int) -> Member:
    content, total = b"", 0
    with archive.open(info) as member:
        while piece := member.read(PIECE):
            total += len(piece)
            budget.spend(len(piece))
            if total > MB and total > MOST_RATIO * max(info.compress_size, 1):
                raise Unacceptable(TOO_LARGE)
            if len(content) < max(keep, 16):
                content += piece[: max(keep, 16) - len(content)]
    return Member(info.filename, content[:16], content[:keep])


def _is_one_whole_archive(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise Unacceptable(TOO_MANY)
    if not infos:
        raise Unacceptable("ist ein leeres Archiv. Bitte wählen Sie eine andere Datei.")
    names = [unicodedata.normalize("NFKC", info.filename).casefold() for info in infos]
    if len(set(names)) < len(names):
        raise Unacceptable(DOUBLED)
    if not all(_is_good_name(info.orig_filename) for info in infos):
        raise Unacceptable(BAD_NAMES)
    if any(info.flag_bits & 0x1 for info in infos):
        raise Unacceptable(LOCKED)
    if any((info.external_attr >> 16) & 0o170000 == 0o120000 for info in infos):  # a link to somewhere else
        raise Unacceptable(BAD_NAMES)
    _nothing_overlaps(infos, archive.start_dir)
    if archive.comment or _size_of(file) != archive.start_dir + _directory_size(file, archive.start_dir):
        raise Unacceptable(TWO_IN_ONE)


def _is_good_name(name: str) -> bool:
    unseen = any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in name)
    parts = re.split(r"[/\\]", name)
    return bool(name) and not unseen and ".." not in parts and not name.startswith(("/", "\\")) and ":" not in name


def _nothing_overlaps(infos: list[zipfile.ZipInfo], start_of_directory: int) -> None:
    """A bomb lets a thousand names share the same packed bytes; and an archive that begins late hides behind something else."""
    spans = sorted((info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos)
    if spans[0][0] != 0:
        raise Unacceptable(TWO_IN_ONE)
    ends = [end for _, end in spans]
    starts = [start for start, _ in spans[1:]] + [start_of_directory]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise Unacceptable(TOO_LARGE)


def _size_of(file: BinaryIO) -> int:
    file.seek(0, 2)
    return file.tell()


def _directory_size(file: BinaryIO, start: int) -> int:
    """From the start of the directory to the end of its last record, as it stands in the file."""
    file.seek(start)
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    return end + 22 + int.from_bytes(tail[end + 20 : end + 22], "little")

"""A ZIP that is made while it is sent: never more of it in memory than one piece."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from materials.models import Document
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.files.handing_out import is_missing
from missione.shared.files.kinds import MB
from missione.shared.files.names import tidy_name

MOST_DOCUMENTS = 30
MOST_BYTES = 300 * MB
CREDITS = "Nachweise.txt"
ABSENT = "Nicht dabei.txt"


def packed(documents: Iterable[Document]) -> Iterator[bytes]:
    """The files under names of their own, and a page that says whose they are; another one names what the disk did not have."""
    named = list(zip(names_of(documents := list(documents)), documents, strict=True))
    inside, missing, out = [], [], _Outgoing()
    # Stored, not packed once more: PDF, pictures and office files are packed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, document in named:
            try:
                # Before the entry begins: one that has begun cannot be taken back.
                file = cabinet.path_of(DRAWER, document.current.key).open("rb")
            except FileNotFoundError:
                is_missing(DRAWER, document.current.key)
                missing.append(document)
                continue
            with file, archive.open(_entry(name), "w", force_zip64=True) as member:
                while piece := file.read(cabinet.PIECE):
                    member.write(piece)
                    yield out.taken()
            inside.append((name, document))
        archive.writestr(_entry(CREDITS), credits_of(inside).encode("utf-8-sig"))
        if missing:
            archive.writestr(_entry(ABSENT), _absent(missing).encode("utf-8-sig"))
    yield out.taken()


def is_on_the_disk(document: Document) -> bool:
    return cabinet.is_there(DRAWER, document.current.key)


def names_of(documents: list[Document]) -> list[str]:
    """As they were called; two of the same name are numbered."""
    names: list[str] = []
    for document in documents:
        name = tidy_name(document.current.original_name)
        stem, _, ending = name.rpartition(".")
        number = 2
        while name.casefold() in {CREDITS.casefold(), ABSENT.casefold(), *(each.casefold() for each in names)}:
            name, number = f"{stem} ({number}).{ending}", number + 1
        names.append(name)
    return names


def credits_of(named: list[tuple[str, Document]]) -> str:
    """What has to be said wherever one of them is shown."""
    said = ["Nachweise und Lizenzen\r\n"]
    for name, document in named:
        lines = [
            name,
            f"  {document.title}, Stand {date_format(document.current.stand, 'j. F Y')}",
            f"  Lizenz: {document.get_licence_display()}",
            f"  Nachweis: {document.credit_line}" if document.credit_line else "",
            f"  {settings.SITE_URL}{document.get_absolute_url()}",
        ]
        said.append("\r\n".join(filter(None, lines)) + "\r\n")
    return "\r\n".join(said)


def _absent(documents: list[Document]) -> str:
    said = [
        "Diese Dateien haben wir gerade nicht gefunden. Wir sehen nach, woran das liegt.",
        "Versuchen Sie es später noch einmal, oder schreiben Sie uns:",
        f"{settings.SITE_URL}{reverse('materials:contact')}",
        "",
        *(f"- {document.title}" for document in documents),
    ]
    return "\r\n".join(said) + "\r\n"


def _entry(name: str) -> zipfile.ZipInfo:
    now: datetime = clock.now().astimezone(clock.BERLIN)
    return zipfile.ZipInfo(name, now.timetuple()[:6])


class _Outgoing:
    """What zipfile writes to, and from where it is taken away at once. It cannot go back, and zipfile knows."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def taken(self) -> bytes:
        together = b"".join(self.pieces)
        self.pieces.clear()
        return together

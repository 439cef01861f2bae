"""Where private files lie: outside of all that is served, under random names, opened by a view that asks first.

A file is put in before the row that names it is saved: what has no row in the end is found and thrown away
(`strangers_in`), a row never points at nothing.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.core.files.storage import storages

from missione.shared import clock

PIECE = 64 * 1024
STRAY_AFTER = timedelta(days=1)


class Kept(NamedTuple):
    key: str
    size: int
    sha256: str


def new_key() -> str:
    """160 bits: who has not been told it does not guess it."""
    return secrets.token_hex(20)


def root() -> Path:
    return Path(storages["private"].base_location)


def path_in(drawer: str, key: str) -> str:
    """Below the root: documents/3f/3f09…; no folder ever holds a hundred thousand files."""
    return f"{drawer}/{key[:2]}/{key}"


def path_of(drawer: str, key: str) -> Path:
    return Path(storages["private"].path(path_in(drawer, key)))


def put_in(drawer: str, pieces: Iterable[bytes]) -> Kept:
    """A new file of these pieces, which need not all be in memory at once."""
    key, size, sum_so_far = new_key(), 0, hashlib.sha256()
    try:
        with _new_file(path_of(drawer, key)) as kept:
            for piece in pieces:
                kept.write(piece)
                sum_so_far.update(piece)
                size += len(piece)
            kept.flush()
            os.fsync(kept.fileno())  # the row that names it is durable, too
    except BaseException:
        throw_away(drawer, key)
        raise
    return Kept(key, size, sum_so_far.hexdigest())


def _new_file(path: Path) -> BinaryIO:
    """Its group may read it: nginx is in it, and hands out what the web tells it to."""
    for folder in (path.parents[1], path.parent):
        make_folder(folder)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb")


def make_folder(folder: Path) -> Path:
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder


def throw_away(drawer: str, key: str) -> None:
    storages["private"].delete(path_in(drawer, key))


def is_there(drawer: str, key: str) -> bool:
    return path_of(drawer, key).is_file()


def strangers_in(drawer: str, *, known: set[str], before: datetime) -> Iterator[str]:
    """Keys of files that no row names, and that have lain there since before."""
    for path in (root() / drawer).glob("??/*"):
        if path.name not in known and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            yield path.name


def sweep(drawer: str, *, known: set[str]) -> int:
    """What no row names is thrown away: a crash left it, or a deleted row. A young file may belong to a deed not done yet."""
    stray = list(strangers_in(drawer, known=known, before=clock.now() - STRAY_AFTER))
    for key in stray:
        throw_away(drawer, key)
    return len(stray)


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece

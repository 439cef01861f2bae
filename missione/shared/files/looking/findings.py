"""What a look into a file begins with, and what it can end with."""

from pathlib import Path
from typing import NamedTuple, TypedDict


class Task(NamedTuple):
    """One file to open. A picture is drawn anew to `out`, no longer than `longest_edge` pixels; 0 leaves its size."""

    path: Path
    kind: str
    out: Path
    longest_edge: int = 0


class Unacceptable(Exception):
    """A German half-sentence that begins with a verb; the name of the file is put before it."""


class Findings(TypedDict, total=False):
    """What is found besides "nothing against it"."""

    pages: int
    text: str
    width: int
    height: int


MOST_LETTERS = 200_000  # of what a file says
BROKEN = "ist beschädigt oder unvollständig. Bitte speichern Sie die Datei noch einmal neu und versuchen Sie es wieder."

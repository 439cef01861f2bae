"""The process beside ours that opens what came from outside. What it does to itself, it does to itself alone."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings

from missione.shared.files import cabinet
from missione.shared.files.looking.findings import BROKEN

log = structlog.get_logger("missione.files")

SECONDS = 20  # of the clock on the wall; its own limit is ten seconds of work
EYES = "missione.shared.files.looking"


def look_into(path: Path, kind: str, out: Path, *, longest_edge: int = 0) -> dict:
    """{"kind": …, "refused": …} and what else was found. Whoever brings the process down is refused."""
    return _asked("look", kind, path, out, longest_edge) or {"kind": kind, "refused": BROKEN}


def read(path: Path, kind: str, out: Path) -> dict:
    """Text and preview of a clean file. What cannot be read has neither."""
    return _asked("read", kind, path, out, 0) or {}


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder for work with files, beside the private ones: /tmp is memory in production."""
    place = cabinet.root() / "workshop"
    cabinet.make_folder(place)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def _asked(way: str, kind: str, path: Path, out: Path, longest_edge: int) -> dict | None:
    command = [sys.executable, "-m", EYES, way, kind, str(path), str(out), str(longest_edge)]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        log.warning("a file took too long", way=way, kind=kind)
        return None
    if done.returncode:
        log.warning("a file was too much", way=way, kind=kind, code=done.returncode)
        return None
    return json.loads(done.stdout)

"""Which eye looks at which kind. By name: a process opens one file, and loads the one library it needs for that."""

from collections.abc import Callable
from pkgutil import resolve_name

from missione.shared.files.looking import content
from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

PICTURES = ("png", "jpeg", "webp")
OFFICE = ("docx", "pptx", "xlsx", "odt", "odp", "ods")
LOOKS = {
    "pdf": "pdf:look",
    "svg": "svg:look",
    "zip": "archives:look",
    "mp4": "film:look_mp4",
    "webm": "film:look_webm",
    "vtt": "film:look_vtt",
    **dict.fromkeys(PICTURES, "pictures:look"),
    **dict.fromkeys(OFFICE, "office:look"),
}
# Only asked of files that the scanner called clean.
READS = {
    "pdf": "leaves:read",
    "vtt": "film:look_vtt",
    **dict.fromkeys(PICTURES, "pictures:preview"),
    **dict.fromkeys(OFFICE, "reading:read"),
}
Eye = Callable[[Task], Findings]


def eye_for(way: str, kind: str) -> Eye:
    """Its library is loaded with it: what that takes of the memory is no fault of the file."""
    if way == "look":
        return _careful(_eye(LOOKS[kind]))
    return _eye(READS[kind]) if kind in READS else _sees_nothing


def _eye(name: str) -> Eye:
    return resolve_name(f"{__package__}.{name}")


def _careful(eye: Eye) -> Eye:
    """What the file is, what was found, and under `refused` why it is not taken in."""

    def look(task: Task) -> dict:
        try:
            is_kind = content.kind_of(task.path)
            return {"kind": is_kind, **(eye(task) if is_kind == task.kind else {})}
        except Unacceptable as why:
            return {"kind": task.kind, "refused": str(why)}
        except (MemoryError, RecursionError):
            return {"kind": task.kind, "refused": BROKEN}

    return look


def _sees_nothing(task: Task) -> Findings:
    return {}

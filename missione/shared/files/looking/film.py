"""Videos and their captions: the frame of the file is whole. What it shows, a person looks at before it is published."""

import re

from missione.shared.files.looking.findings import BROKEN, Findings, Task, Unacceptable

_TIMES = re.compile(r"(?m)^(?:\d+:)?\d\d:\d\d\.\d{3}\s+-->\s+(?:\d+:)?\d\d:\d\d\.\d{3}")
_MOMENT = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_LINE = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t]|$)")
_BESIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t\n]|$)")  # no captions
EXAMPLE = "Jeder braucht eine Zeile wie „00:01.000 --> 00:04.000“."
NO_CAPTIONS = f"enthält keine Untertitel. {EXAMPLE}"
MOST_BOXES = 10_000


def look_mp4(task: Task) -> Findings:
    """Boxes follow each other to the very end of the file."""
    size, at, seen = task.path.stat().st_size, 0, []
    with task.path.open("rb") as file:
        while at < size and len(seen) < MOST_BOXES:
            file.seek(at)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            length = length or size - at
            if len(head) < 8 or length < 8 or at + length > size:
                raise Unacceptable(BROKEN)
            seen.append(head[4:8])
            at += length
    if not {b"moov", b"mdat"} <= set(seen) and b"moof" not in seen:
        raise Unacceptable(BROKEN)
    return {}


def look_webm(task: Task) -> Findings:
    """An EBML head and one segment, which is as long as it says."""
    size = task.path.stat().st_size
    with task.path.open("rb") as file:
        start = file.read(4096)
    head_length, after = _number(start, 4)
    segment = after + head_length
    if start[segment : segment + 4] != b"\x18\x53\x80\x67":
        raise Unacceptable(BROKEN)
    length, begin = _number(start, segment + 4)
    if length is not None and begin + length != size:
        raise Unacceptable(BROKEN)
    return {}


def _number(content: bytes, at: int) -> tuple[int | None, int]:
    """A length as EBML writes it, and where it ends; None is "until the end"."""
    first = content[at] if at < len(content) else 0
    width = 9 - first.bit_length()
    if not 1 <= width <= 8:
        raise Unacceptable(BROKEN)
    value = int.from_bytes(content[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def look_vtt(task: Task) -> Findings:
    """Every paragraph has times that go forward, and something to read."""
    try:
        text = task.path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unacceptable("ist nicht als UTF-8 gespeichert. Bitte speichern Sie die Untertitel neu als WebVTT.") from None
    if not _TIMES.search(text) or "\0" in text:
        raise Unacceptable(NO_CAPTIONS)
    _, *blocks = re.split(r"\n{2,}", re.sub(r"\r\n?", "\n", text).strip("\n"))
    begins = 0
    for block in blocks:
        if not _BESIDE.match(block):
            begins = _begin_of(block, not_before=begins)
    return {"text": text}


def _begin_of(block: str, *, not_before: int) -> int:
    lines = block.split("\n")
    at = next((place for place, line in enumerate(lines[:2]) if "-->" in line), None)
    times = _LINE.match(lines[at]) if at is not None else None
    if at is None or times is None:
        raise Unacceptable(f"enthält einen Absatz ohne gültige Zeiten: „{lines[0][:40]}“. {EXAMPLE}")
    begin, end = _in_ms(*times.groups()[:4]), _in_ms(*times.groups()[4:])
    if begin >= end:
        raise Unacceptable(f"enthält Untertitel, die enden, bevor sie beginnen: „{lines[at][:40]}“.")
    if begin < not_before:
        raise Unacceptable(f"enthält Untertitel, die nicht der Zeit nach geordnet sind: „{lines[at][:40]}“.")
    if not "".join(lines[at + 1 :]).strip() or any("-->" in line for line in lines[at + 1 :]):
        raise Unacceptable(f"enthält zu diesen Zeiten keinen Text: „{lines[at][:40]}“.")
    return begin


def _in_ms(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)

"""The virus scanner. Its answer is a verdict; a scanner that does not answer is no verdict at all."""

import socket
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from missione.shared.files.cabinet import PIECE

CONNECT_SECONDS = 5
ANSWER_SECONDS = 60  # a large file is looked at for a while after its last byte
UNSEEN = "Heuristics.Limits.Exceeded"  # not bad, but not looked into to the end


class Verdict(NamedTuple):
    is_clean: bool
    words: str


class ScannerAway(Exception):
    """It cannot be reached, does not finish, or says what nobody understands: try again later."""


class TooLargeToScan(ScannerAway):
    """It will say so next time, too: a person has to raise its limit."""


class Scanner(Protocol):
    def look_at(self, pieces: Iterable[bytes]) -> Verdict: ...


def scanner() -> Scanner | None:
    """None: no scanner is set up."""
    return Clamd(settings.CLAMD_URL) if settings.CLAMD_URL else None


@dataclass(frozen=True)
class Clamd:
    """clamd on a socket: unix:///run/clamd.ctl or tcp://clamav:3310. The file is sent to it; it opens nothing of ours."""

    url: str

    def look_at(self, pieces: Iterable[bytes]) -> Verdict:
        try:
            with closing(self._connected()) as line:
                return _verdict(_sent(line, pieces))
        except OSError as trouble:
            raise ScannerAway(f"{type(trouble).__name__}: {trouble}") from None

    def _connected(self) -> socket.socket:
        address = urlsplit(self.url)
        if address.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
            line.connect(address.path)
        else:
            line = socket.create_connection((address.hostname, address.port or 3310), timeout=CONNECT_SECONDS)
        line.settimeout(ANSWER_SECONDS)
        return line


def _sent(line: socket.socket, pieces: Iterable[bytes]) -> str:
    """Pieces with their lengths before them, none at the end; clamd hangs up early if it has seen enough."""
    try:
        line.sendall(b"zINSTREAM\0")
        for piece in pieces:
            for start in range(0, len(piece), PIECE):
                part = piece[start : start + PIECE]
                line.sendall(len(part).to_bytes(4, "big") + part)
        line.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        pass  # its reason may still be readable
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(1024)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    _, _, says = answer.partition(": ")
    if says == "OK":
        return Verdict(True, "")
    if says.startswith(UNSEEN) or "size limit exceeded" in answer:
        raise TooLargeToScan(says.removesuffix(" FOUND") or answer)
    if says.endswith(" FOUND"):
        return Verdict(False, says.removesuffix(" FOUND"))
    raise ScannerAway(answer[:150] or "it hung up")

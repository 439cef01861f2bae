"""A load client that costs little: threads, kept connections, and no more HTTP than our own servers speak."""

import itertools
import re
import socket
import threading
import time
import zlib
from collections.abc import Callable
from urllib.parse import urlencode

CLIENTS = 16
HIDDEN = re.compile(rb'<input type="hidden" name="(\w+)" value="([^"]+)"')
# As nginx passes on what a browser sends.
HEADERS = (
    "Host: portal.example\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\nAccept-Language: de\r\nAccept-Encoding: gzip\r\n"
    "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: {scheme}\r\n"
)
SECRET = "c" * 32  # of the CSRF cookie


class Wrong(Exception):
    """A page that is not what was asked for: then nothing that was measured counts."""


class Browser:
    """One visitor on one connection. `session` is the key of a session, or nothing."""

    def __init__(self, port: int, scheme: str):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers, self.scheme, self.session = HEADERS.format(scheme=scheme), scheme, ""

    def get(self, path: str, status: int = 200) -> "Answer":
        return self._ask(f"GET {path} HTTP/1.1\r\n{self.headers}{self._cookie()}\r\n".encode(), path, status)

    def post(self, path: str, fields: dict[str, str], status: int = 302) -> "Answer":
        body = urlencode(fields)
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        origin = f"Origin: {self.scheme}://portal.example\r\nReferer: {self.scheme}://portal.example{path}\r\n"
        words = f"POST {path} HTTP/1.1\r\n{self.headers}{self._cookie()}{form}{origin}\r\n{body}"
        return self._ask(words.encode(), path, status)

    def _cookie(self) -> str:
        return f"Cookie: sessionid={self.session}; csrftoken={SECRET}\r\n" if self.session else ""

    def _ask(self, request: bytes, path: str, status: int) -> "Answer":
        self.socket.sendall(request)
        received = b""
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head, body = received[:end].lower(), received[end + 4 :]
        length = int(head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        while len(body) < length:
            body += self._more()
        answer = Answer(received[:end], body)
        if answer.status != status:
            raise Wrong(f"{path}: {answer.status} instead of {status}\n{answer.text[-3000:].decode()}")
        return answer

    def _more(self) -> bytes:
        if not (part := self.socket.recv(262_144)):
            raise Wrong("The server closed the connection.")
        return part


class Answer:
    def __init__(self, head: bytes, body: bytes):
        self.head, self.body = head, body
        self.status = int(head[9:12])

    @property
    def text(self) -> bytes:
        return zlib.decompress(self.body, wbits=31) if self.body[:2] == b"\x1f\x8b" else self.body

    @property
    def location(self) -> str:
        return re.search(rb"(?i)\r\nlocation: (\S+)", self.head).group(1).decode()

    @property
    def hidden_fields(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in HIDDEN.findall(self.text)}


def load(port: int, scheme: str, visit: Callable[[Browser, int], None], numbers: range) -> float:
    """Sixteen visitors share the work: `visit(browser, number)` for each number. Returns the seconds it took."""
    waiting, problems, ready = iter(numbers), [], threading.Barrier(CLIENTS + 1)
    taking = threading.Lock()

    def work() -> None:
        browser = Browser(port, scheme)
        ready.wait()
        try:
            while (number := _next(waiting, taking)) is not None and not problems:
                visit(browser, number)
        except (Wrong, OSError) as problem:
            problems.append(problem)
        finally:
            browser.socket.close()

    threads = [threading.Thread(target=work) for _ in itertools.repeat(None, CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return time.perf_counter() - begun


def _next(numbers, taking: threading.Lock) -> int | None:
    with taking:
        return next(numbers, None)

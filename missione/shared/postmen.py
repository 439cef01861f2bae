"""Who carries a letter out of the house, and what came of it. Knows SMTP and no database."""

import contextlib
import math
import smtplib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

from missione.shared.envelopes import Sealed

HAND_OVER_LIMIT = 40  # seconds; shorter than the lease of a letter, or somebody else would take it up meanwhile
LETTERS_PER_CONNECTION = 100  # before the server has enough of us


class Outcome(Enum):
    ACCEPTED = "accepted"
    LATER = "later"  # surely not accepted, but worth another attempt
    NEVER = "never"  # surely not accepted, and asking again is of no use
    WITHHELD = "withheld"  # not handed out at all
    DOUBT = "doubt"  # all was said and the answer got lost: the letter is on its way or it is not


@dataclass(frozen=True)
class Answer:
    outcome: Outcome
    reason: str = ""
    connection_lost: bool = False


class Unreachable(Exception):
    """There is no mail server to talk to, and no letter is to blame."""


@contextlib.contextmanager
def postman() -> Iterator["Postman | SmtpPostman"]:
    """The postman for settings.EMAIL_URL; he keeps his connection until the end."""
    backend = get_connection()
    someone = SmtpPostman(backend) if isinstance(backend, SmtpBackend) else Postman(backend)
    try:
        yield someone
    finally:
        someone.go_home()


class Postman:
    """For files, memory, console: they take a letter at once or break."""

    ready = False

    def __init__(self, backend):
        self.backend = backend

    def get_ready(self) -> None:
        """Have a connection, before a letter is touched."""
        try:
            self.open()
        except OSError as error:  # smtplib's own exceptions are OSErrors, too
            raise Unreachable(str(error)) from error
        self.ready = True

    def open(self) -> None:
        self.backend.open()

    def hand_over(self, sealed: Sealed, *, may_go: Callable[[], bool], meanwhile: Callable[[], None]) -> Answer:
        """Give it away, unless it may not go after all; `meanwhile` is done while the other side thinks."""
        if not may_go():
            return Answer(Outcome.WITHHELD)
        if sealed.flaw:
            return Answer(Outcome.NEVER, sealed.flaw)
        try:
            self.backend.send_messages([sealed.envelope])
        except OSError as error:
            return Answer(Outcome.LATER, f"Der Brief ließ sich nicht ablegen: {error}", connection_lost=True)
        return Answer(Outcome.ACCEPTED)

    def go_home(self) -> None:
        with contextlib.suppress(OSError):
            self.backend.close()


class SmtpPostman(Postman):
    """Speaks SMTP step by step, to know what a broken conversation means: before its last line no letter is accepted."""

    def __init__(self, backend: SmtpBackend):
        super().__init__(backend)
        self.sender = parseaddr(sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8"))[1]
        self.letters_left = 0
        self.introduced = self.all_said = False
        self.watch = Watch()

    @property
    def smtp(self) -> smtplib.SMTP:
        return self.backend.connection

    def get_ready(self) -> None:
        self.hang_up()
        super().get_ready()
        self.letters_left = LETTERS_PER_CONNECTION

    def open(self) -> None:
        super().open()
        self.smtp.ehlo_or_helo_if_needed()

    def hand_over(self, sealed: Sealed, *, may_go: Callable[[], bool], meanwhile: Callable[[], None]) -> Answer:
        if sealed.flaw:
            return Answer(Outcome.NEVER, sealed.flaw)
        self.letters_left -= 1
        self.ready = self.letters_left > 0
        with self.watch.over(self.smtp.sock):
            return self.conversation(sealed, may_go, meanwhile)

    def conversation(self, sealed: Sealed, may_go: Callable[[], bool], meanwhile: Callable[[], None]) -> Answer:
        self.introduced = self.all_said = False
        try:
            self.knock(sealed)
            if not may_go():
                return self.withhold()
            self.say(sealed)
            meanwhile()
            expect(2, self.smtp.getreply())
        except smtplib.SMTPResponseException as refusal:
            return self.refused(refusal)
        except OSError as error:
            return self.broken(error)
        return Answer(Outcome.ACCEPTED)

    def knock(self, sealed: Sealed) -> None:
        options = ["body=8bitmime"] if self.smtp.has_extn("8bitmime") else []
        expect(2, self.smtp.mail(self.sender, options))
        self.introduced = True
        expect(2, self.smtp.rcpt(sealed.recipient))

    def say(self, sealed: Sealed) -> None:
        expect(3, self.smtp.docmd("DATA"))
        self.smtp.send(sealed.wire)
        self.all_said = True

    def withhold(self) -> Answer:
        if not self.starts_afresh():
            self.hang_up()
        return Answer(Outcome.WITHHELD)

    def refused(self, refusal: smtplib.SMTPResponseException) -> Answer:
        """A no to the sender, 421, or words that are no SMTP are a no to us; the rest is a no to this letter."""
        code, words = refusal.smtp_code, text_of(refusal.smtp_error)
        if code // 100 not in (4, 5):
            return self.broken(refusal)
        to_us = code == 421 or not self.introduced or not self.starts_afresh()
        if to_us:
            self.hang_up()
        outcome = Outcome.NEVER if code // 100 == 5 and self.introduced else Outcome.LATER
        return Answer(outcome, f"Der Mailserver antwortete: {code} {words}", connection_lost=to_us)

    def broken(self, error: OSError) -> Answer:
        self.hang_up()
        outcome = Outcome.DOUBT if self.all_said else Outcome.LATER
        return Answer(outcome, f"Die Verbindung zum Mailserver brach ab: {error}", connection_lost=True)

    def starts_afresh(self) -> bool:
        try:
            return self.smtp.rset()[0] == 250
        except OSError:
            return False

    def hang_up(self) -> None:
        super().go_home()
        self.ready = False

    def go_home(self) -> None:
        self.hang_up()
        self.watch.end()


class Watch:
    """Cuts a conversation after HAND_OVER_LIMIT. A timeout is not enough: a slow server may send a byte a second for ever."""

    def __init__(self):
        self.sock: socket.socket | None = None
        self.cut_at = math.inf
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, name="mail-watch", daemon=True)

    @contextlib.contextmanager
    def over(self, sock: socket.socket) -> Iterator[None]:
        if not self.thread.is_alive():
            self.thread.start()
        self.sock, self.cut_at = sock, time.monotonic() + HAND_OVER_LIMIT
        try:
            yield
        finally:
            self.cut_at = math.inf

    def look(self) -> None:
        while not self.ended.wait(0.5):
            if time.monotonic() > self.cut_at:
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def end(self) -> None:
        self.ended.set()


def expect(kind: int, reply: tuple[int, bytes]) -> None:
    """Replies 2xx mean done, 3xx go on; the rest is a no."""
    if reply[0] // 100 != kind:
        raise smtplib.SMTPResponseException(*reply)


def text_of(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words

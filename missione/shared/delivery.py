"""Letters leave the house: a deliverer claims, marks, hands over, marks, until nothing is due or the time is up."""

import time
from collections import Counter

import structlog

from missione.shared import outbox
from missione.shared.envelopes import Sealed, seal
from missione.shared.models import Letter
from missione.shared.postmen import Answer, Outcome, Postman, Unreachable, postman

log = structlog.get_logger(__name__)

LOST_CONNECTIONS = 3  # in a row: the server has other worries, the next round will see


def deliver(*, seconds: float = 25) -> Counter[Outcome]:
    """One round of delivery; how many letters ended how. Any number of rounds may run at once."""
    doubtful = outbox.tidy_up()
    if doubtful:
        log.warning("letters_in_doubt", count=doubtful)
    with outbox.Books() as books, postman() as carrier:
        round = Round(books, carrier, until=time.monotonic() + seconds)
        round.go()
    if round.outcomes:
        log.info("letters_delivered", **{outcome.value: count for outcome, count in round.outcomes.items()})
    return round.outcomes


class Round:
    def __init__(self, books: outbox.Books, carrier: Postman, *, until: float):
        self.books = books
        self.carrier = carrier
        self.until = until
        self.outcomes: Counter[Outcome] = Counter()
        self.accepted: Letter | None = None  # the last one, still to be marked as sent
        self.sealed: dict[int, Sealed] = {}  # the next one, written already
        self.lost_connections = 0

    def go(self) -> None:
        while self.has_time() and (letters := self.books.claim()):
            try:
                self.deliver_batch(letters)
            except Unreachable as error:
                log.error("mail_server_unreachable", reason=str(error))
                self.books.release(letters, last_error=outbox.UNREACHABLE)
                return
            finally:
                self.finish_accepted()

    def has_time(self) -> bool:
        return time.monotonic() < self.until and self.lost_connections < LOST_CONNECTIONS

    def deliver_batch(self, letters: list[Letter]) -> None:
        for position, letter in enumerate(letters):
            if not self.has_time():
                self.books.release(letters[position:])
                return
            if not self.carrier.ready:
                self.finish_accepted()  # a new connection may take longer than its lease
                self.carrier.get_ready()
            self.deliver_one(letter, following=letters[position + 1 : position + 2])

    def deliver_one(self, letter: Letter, *, following: list[Letter]) -> None:
        sealed = self.sealed.pop(letter.pk, None) or seal(letter)
        accepted, self.accepted = self.accepted, None
        may_go = self.books.turn_over(done=accepted, following=letter)
        # The next one is written while the server thinks about this one: that is a third of the time.
        answer = self.carrier.hand_over(sealed, may_go=may_go, meanwhile=lambda: self.prepare(following))
        if may_go():
            self.note(letter, answer)
        else:
            self.accepted = accepted  # where the database refused the entry, it refused it for both
            self.finish_accepted()
            self.books.lay_aside(letter)

    def prepare(self, letters: list[Letter]) -> None:
        self.sealed = {letter.pk: seal(letter) for letter in letters}

    def note(self, letter: Letter, answer: Answer) -> None:
        self.outcomes[answer.outcome] += 1
        self.lost_connections = self.lost_connections + 1 if answer.connection_lost else 0
        match answer.outcome:
            case Outcome.ACCEPTED:
                self.accepted = letter
                return
            case Outcome.DOUBT:
                self.books.doubt(letter, reason=answer.reason)
            case _:
                self.books.put_back(letter, reason=answer.reason, for_good=answer.outcome == Outcome.NEVER)
        outcome = answer.outcome.value
        log.warning("letter_not_delivered", letter=letter.pk, kind=letter.kind, outcome=outcome, reason=answer.reason)

    def finish_accepted(self) -> None:
        if self.accepted:
            self.books.finish(self.accepted)
            self.accepted = None

"""Letters leave the house: a deliverer claims, marks, hands over, marks, until nothing is due or the time is up."""

import time
import uuid
from collections import Counter

import structlog

from missione.shared import outbox
from missione.shared.models import Letter
from missione.shared.postmen import Answer, Outcome, Postman, Unreachable, postman

log = structlog.get_logger(__name__)

LOST_CONNECTIONS = 3  # in a row: the server has other worries, the next round will see


def deliver(*, seconds: float = 25) -> Counter:
    """One round of delivery; how many letters ended how. Any number of rounds may run at once."""
    doubtful = outbox.tidy_up()
    if doubtful:
        log.warning("letters_in_doubt", count=doubtful)
    with postman() as carrier:
        round = Round(carrier, until=time.monotonic() + seconds)
        round.go()
    if round.outcomes:
        log.info("letters_delivered", **{outcome.value: count for outcome, count in round.outcomes.items()})
    return round.outcomes


class Round:
    """One deliverer with a name of his own: what he holds carries it, and his marks count only while it does."""

    def __init__(self, carrier: Postman, *, until: float):
        self.me = uuid.uuid4()
        self.carrier = carrier
        self.until = until
        self.outcomes: Counter[Outcome] = Counter()
        self.accepted: Letter | None = None  # the last one, still to be marked as sent
        self.lost_connections = 0

    def go(self) -> None:
        while self.has_time() and (letters := outbox.claim(self.me)):
            try:
                self.deliver_batch(letters)
            except Unreachable as error:
                log.error("mail_server_unreachable", reason=str(error))
                outbox.release(self.me, letters, last_error="Der Mailserver ist gerade nicht erreichbar.")
                return
            finally:
                self.finish_accepted()

    def has_time(self) -> bool:
        return time.monotonic() < self.until and self.lost_connections < LOST_CONNECTIONS

    def deliver_batch(self, letters: list[Letter]) -> None:
        for position, letter in enumerate(letters):
            if not self.has_time():
                outbox.release(self.me, letters[position:])
                return
            if not self.carrier.ready:
                self.finish_accepted()  # a new connection may take longer than its lease
                self.carrier.get_ready()
            self.deliver_one(letter)

    def deliver_one(self, letter: Letter) -> None:
        accepted, self.accepted = self.accepted, None
        if not outbox.turn_over(self.me, done=accepted, following=letter):
            outbox.lay_aside(self.me, letter)
            return
        answer = self.carrier.hand_over(letter)
        self.outcomes[answer.outcome] += 1
        self.lost_connections = self.lost_connections + 1 if answer.connection_lost else 0
        self.note(letter, answer)

    def note(self, letter: Letter, answer: Answer) -> None:
        if answer.outcome == Outcome.ACCEPTED:
            self.accepted = letter
            return
        outcome = answer.outcome.value
        log.warning("letter_not_delivered", letter=letter.pk, kind=letter.kind, outcome=outcome, reason=answer.reason)
        if answer.outcome == Outcome.DOUBT:
            outbox.doubt(outbox.mine(self.me, letter, Letter.State.HANDING_OVER), reason=answer.reason)
        else:
            outbox.put_back(self.me, letter, reason=answer.reason, for_good=answer.outcome == Outcome.NEVER)

    def finish_accepted(self) -> None:
        if self.accepted:
            outbox.finish(self.me, self.accepted)
            self.accepted = None

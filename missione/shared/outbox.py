"""The books of the outbox: who works on which letter, and how far it got. Every entry is one statement, committed at once.

A letter is claimed in a batch (a lease of 60 seconds), marked `handing_over`, handed over, marked `sent`. A deliverer that dies
leaves a lease that runs out: what was only claimed is taken up again, what was in hand-over is in doubt.
"""

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
from django.db import IntegrityError, connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from missione.shared import clock
from missione.shared.models import Letter

State = Letter.State

LEASE = timedelta(seconds=60)
BATCH = 50
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
STREAM_WAIT = timedelta(seconds=5)
NO_LEASE = {"leased_by": None, "leased_until": None}
INTERRUPTED = "Der Versand wurde mitten in der Übergabe unterbrochen."
UNREACHABLE = "Der Mailserver ist gerade nicht erreichbar."

# The inner query is materialized: as a plain IN the planner may run it more than once and claim more than one batch.
CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM shared_letter
    WHERE state = 'waiting' AND next_attempt_at <= %(now)s AND (leased_until IS NULL OR leased_until <= %(now)s)
    ORDER BY is_bulk, next_attempt_at, id LIMIT %(many)s
    FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE shared_letter AS letter SET leased_by = %(me)s, leased_until = %(until)s
FROM due WHERE letter.id = due.id
RETURNING letter.*
"""

# The last letter is done, the next one goes: one statement and one commit between two hand-overs.
TURN_OVER = """
WITH done AS (
    UPDATE shared_letter SET state = 'sent', sent_at = %(now)s, last_error = '', leased_by = NULL, leased_until = NULL
    WHERE id = %(done)s AND state = 'handing_over' AND leased_by = %(me)s
)
UPDATE shared_letter AS letter SET state = 'handing_over', attempts = attempts + 1, leased_until = %(until)s
WHERE id = %(next)s AND state = 'waiting' AND leased_by = %(me)s AND (not_after IS NULL OR not_after > %(now)s)
"""

# Of the letters about one calendar entry of one person only the newest goes, and never two at once.
UNLESS_OUT_OF_DATE = """
AND NOT EXISTS (
    SELECT 1 FROM shared_letter AS other
    WHERE other.calendar_uid <> '' AND other.calendar_uid = letter.calendar_uid AND other.recipient = letter.recipient
    AND (other.calendar_sequence > letter.calendar_sequence OR other.state = 'handing_over')
)
"""


class Books:
    """One deliverer's view: what he holds carries his mark, and his entries count only as long as it does."""

    def __init__(self):
        self.me = uuid.uuid4()
        self.clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")

    def __enter__(self) -> "Books":
        return self

    def __exit__(self, *_) -> None:
        self.clerk.shutdown()

    def claim(self) -> list[Letter]:
        """The next batch: letters to one person before letters to many, the oldest first."""
        now = clock.now()
        letters = Letter.objects.raw(CLAIM, {"me": self.me, "now": now, "until": now + LEASE, "many": BATCH})
        return sorted(letters, key=lambda letter: (letter.is_bulk, letter.next_attempt_at, letter.pk))

    def turn_over(self, *, done: Letter | None, following: Letter) -> Callable[[], bool]:
        """Mark `done` as sent and `following` as in hand-over, while the postman already knocks at the server's door.

        The answer to be asked for before the text is handed out: may it go? False when its time is over, when it is out of
        date, or when somebody else has it.
        """
        if done and done.calendar_uid and stream_of(done) == stream_of(following):  # one after the other
            self.finish(done)
            done = None
        now = clock.now()
        values = {"me": self.me, "now": now, "until": now + LEASE, "done": done and done.pk, "next": following.pk}
        connection.ensure_connection()
        return answer_of(self.clerk.submit(execute, connection.connection, statement_for(following), values))

    def finish(self, letter: Letter) -> None:
        self.mine(letter, State.HANDING_OVER).update(state=State.SENT, sent_at=clock.now(), last_error="", **NO_LEASE)

    def put_back(self, letter: Letter, *, reason: str, for_good: bool) -> None:
        """The server did not take it: wait 1, 5, 15, 60, 240 minutes, then give up."""
        tries = letter.attempts + 1  # as it was claimed, plus this one
        failed = for_good or tries > len(WAITS)
        self.mine(letter, State.HANDING_OVER).update(
            state=State.FAILED if failed else State.WAITING,
            next_attempt_at=clock.now() if failed else clock.now() + WAITS[tries - 1],
            last_error=reason[:300],
            **NO_LEASE,
        )

    def doubt(self, letter: Letter, *, reason: str) -> None:
        doubt(self.mine(letter, State.HANDING_OVER), reason=reason)

    def lay_aside(self, letter: Letter) -> None:
        """It must not go now: expired, out of date, or another letter of its stream is still in hand-over."""
        now = clock.now()
        self.mine(letter, State.WAITING).update(
            state=Case(
                When(not_after__lte=now, then=Value(State.EXPIRED)),
                When(Exists(newer_in_stream()), then=Value(State.SUPERSEDED)),
                default=Value(State.WAITING),
            ),
            next_attempt_at=now + STREAM_WAIT,
            **NO_LEASE,
        )

    def release(self, letters: list[Letter], **why: str) -> None:
        """Claimed and not touched: free for the next deliverer."""
        ids = [letter.pk for letter in letters]
        Letter.objects.filter(pk__in=ids, leased_by=self.me, state=State.WAITING).update(**why, **NO_LEASE)

    def mine(self, letter: Letter, state: State) -> QuerySet[Letter]:
        return Letter.objects.filter(pk=letter.pk, state=state, leased_by=self.me)


def tidy_up() -> int:
    """What time has decided: too late to send, and hand-overs whose deliverer is gone. Returns how many are in doubt."""
    now = clock.now()
    Letter.objects.filter(state=State.WAITING, not_after__lte=now).update(state=State.EXPIRED, **NO_LEASE)
    return doubt(Letter.objects.filter(state=State.HANDING_OVER, leased_until__lte=now), reason=INTERRUPTED)


def doubt(letters: QuerySet[Letter], *, reason: str) -> int:
    """Sent or not, nobody knows. To one person it goes once more under the same Message-ID; otherwise a person decides."""
    return letters.update(
        state=Case(When(Q(is_bulk=True) | Q(doubts__gte=1), then=Value(State.HELD)), default=Value(State.WAITING)),
        doubts=F("doubts") + 1,
        next_attempt_at=clock.now() + WAITS[0],
        last_error=reason[:300],
        **NO_LEASE,
    )


def newer_in_stream() -> QuerySet[Letter]:
    return Letter.objects.exclude(calendar_uid="").filter(
        calendar_uid=OuterRef("calendar_uid"),
        recipient=OuterRef("recipient"),
        calendar_sequence__gt=OuterRef("calendar_sequence"),
    )


def stream_of(letter: Letter) -> tuple[str, str]:
    return letter.calendar_uid, letter.recipient


def statement_for(letter: Letter) -> str:
    return TURN_OVER + (UNLESS_OUT_OF_DATE if letter.calendar_uid else "")


def execute(raw: psycopg.Connection, statement: str, values: dict[str, Any]) -> int:
    """Past Django's cursor: that one belongs to its thread and cannot prepare, and planning costs half the time here."""
    return psycopg.Cursor(raw).execute(statement, values, prepare=True).rowcount


def answer_of(entry: Future[int]) -> Callable[[], bool]:
    def may_go() -> bool:
        try:
            with connection.wrap_database_errors:
                return entry.result() == 1
        except IntegrityError:  # a letter of the same stream went into hand-over in this very moment
            return False

    return may_go

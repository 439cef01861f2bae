"""What staff may do with a letter. Each deed locks its row, so that it and a deliverer do not both believe to have it."""

from uuid import UUID

from django.db import transaction

from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.idempotency import answer_once, remember_answer
from missione.shared.models import Letter

State = Letter.State

CAN_BE_RESENT = {State.SENT, State.FAILED, State.HELD}
CAN_BE_CANCELLED = {State.WAITING, State.HELD}


class LetterMoved(Refused):
    sentence = "Der Brief ist inzwischen in einem anderen Stand. Bitte laden Sie die Seite neu."


class NothingToSend(Refused):
    sentence = "Der Text dieses Briefs ist gelöscht: Er ist älter als ein halbes Jahr. Er kann nicht mehr versandt werden."


class TooLate(Refused):
    sentence = "Dieser Brief darf nicht mehr versandt werden: Seine Frist ist vorbei."


class OutOfDate(Refused):
    sentence = (
        "Zu diesem Termin gibt es inzwischen einen neueren Brief an dieselbe Person. Der alte würde ihren Kalender verwirren."
    )


def can_be_resent(letter: Letter) -> bool:
    return letter.state in CAN_BE_RESENT and bool(letter.text)


def can_be_cancelled(letter: Letter) -> bool:
    return letter.state in CAN_BE_CANCELLED


@transaction.atomic
def resend_letter(*, letter: Letter, request_key: UUID | str) -> None:
    """Once more, from the first attempt on, under the same Message-ID. A double click sends it once."""
    letter = locked(letter)
    if answer_once(request_key, digest_of={"deed": "resend_letter", "letter": letter.pk}) is None:
        send_again(letter)
        remember_answer(request_key, letter.pk)


@transaction.atomic
def release_letter(*, letter: Letter) -> None:
    """A person has decided: the held letter goes."""
    letter = locked(letter)
    if letter.state != State.HELD:
        raise LetterMoved
    send_again(letter)


@transaction.atomic
def retry_letter(*, letter: Letter) -> None:
    """The failed letter gets another row of attempts."""
    letter = locked(letter)
    if letter.state != State.FAILED:
        raise LetterMoved
    send_again(letter)


@transaction.atomic
def cancel_letter(*, letter: Letter) -> None:
    letter = locked(letter)
    if not can_be_cancelled(letter):
        raise LetterMoved
    letter.state = State.CANCELLED
    letter.leased_by = letter.leased_until = None
    letter.save(update_fields=["state", "leased_by", "leased_until"])


def send_again(letter: Letter) -> None:
    if letter.state not in CAN_BE_RESENT:
        raise LetterMoved
    if not letter.text:
        raise NothingToSend
    if letter.not_after and letter.not_after <= clock.now():
        raise TooLate
    if letter.calendar_uid and newer_than(letter).exists():
        raise OutOfDate
    letter.state = State.WAITING
    letter.attempts = letter.doubts = 0
    letter.next_attempt_at = clock.now()
    letter.save(update_fields=["state", "attempts", "doubts", "next_attempt_at"])


def locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)


def newer_than(letter: Letter):
    stream = Letter.objects.filter(calendar_uid=letter.calendar_uid, recipient=letter.recipient)
    return stream.exclude(calendar_uid="").filter(calendar_sequence__gt=letter.calendar_sequence)

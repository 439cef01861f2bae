"""A loan goes on for some days. Locks go: order, article, loan; who waits is asked while the article is held."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from materials.actions.lending import into_history
from materials.actions.loans import locked_loan
from materials.errors import LoanNotNow
from materials.extending import can_go_on, limit_of
from materials.facts import period_of_loan
from materials.mails import loans as mails
from materials.models import Loan
from materials.standing import day_in_words
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.idempotency import answer_once, remember_answer
from teams.models import Person


@transaction.atomic
def extend_loan(*, loan: Loan, to_day: date, by: Person, request_key: UUID | None = None) -> bool:
    """The same unit, until a later day. False: that is its last day already."""
    loan = locked_loan(loan.pk)
    body = {"deed": "extend_loan", "by": by.pk, "loan": loan.pk, "to_day": to_day}
    if request_key and answer_once(request_key, digest_of=body) is not None:
        return False
    if loan.to_day == to_day and not loan.is_over:
        return False
    _refuse(loan, to_day)
    before = loan.to_day
    _last_until(loan, to_day)
    step = into_history(loan, f"Verlängert bis {day_in_words(to_day)} (bisher {day_in_words(before)})", by=by)
    mails.loan_extended(loan, before, step)
    if request_key:
        remember_answer(request_key, loan.pk)
    return True


def _refuse(loan: Loan, to_day: date) -> None:
    if loan.is_over or not loan.line_id:
        raise LoanNotNow
    limit = limit_of(loan)
    if not can_go_on(loan, limit):
        raise Refused(f"Diese Ausleihe lässt sich nicht verlängern. {limit.why}", field="bis")
    if to_day <= loan.to_day or to_day < clock.today():
        raise Refused(f"Der neue letzte Tag muss nach dem {max(loan.to_day, clock.today()):%d.%m.%Y} liegen.", field="bis")
    if to_day > limit.day:
        raise Refused(f"Möglich ist es bis zum {limit.day:%d.%m.%Y}. {limit.why}", field="bis")


def _last_until(loan: Loan, to_day: date) -> None:
    loan.to_day = to_day
    loan.period = DateRange(loan.period.lower, period_of_loan(loan.unit.article, loan.from_day, to_day).upper)
    loan.save(update_fields=["to_day", "period", "changed_at"])
    loan.line.to_day = to_day
    loan.line.save(update_fields=["to_day"])

"""Before the last day of a loan, and after it. Asked by a tick that may come twice, late, or not for days: keys make it once."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.db import transaction

from materials.borrowers import next_borrower
from materials.choices import LoanState
from materials.mails import loans as mails
from materials.models import Loan
from materials.querysets import LoanQuerySet
from missione.shared import clock
from missione.shared.due import one_by_one
from missione.shared.models import Letter

AT = time(9)  # in Berlin: nobody is reminded at night
BEFORE = timedelta(days=7)
AGAIN_AFTER = 7  # days
MOST_OFTEN = 3
SOON_NEEDED = timedelta(days=7)  # beside the days on the way


def remind_of_loans() -> int:
    """Returns how many loans were written about."""
    if clock.now().astimezone(clock.BERLIN).time() < AT:
        return 0
    ending = _not_yet_told(_ending(), mails.due_soon_key)
    late = _not_yet_told(Loan.objects.overdue(), _overdue_key)
    waiting = Loan.objects.overdue().order_by("pk")
    due = [(_due_soon, ending), (_overdue, late), (_tell_the_next, waiting)]
    return one_by_one(_write, [(deed, loan.pk, loan.to_day) for deed, loans in due for loan in loans])


def _ending() -> LoanQuerySet:
    """Who got it today has just read until when."""
    this_morning = datetime.combine(clock.today(), time(0), tzinfo=clock.BERLIN)
    return Loan.objects.due_within(BEFORE).filter(handed_out_at__lt=this_morning)


def _not_yet_told(loans: LoanQuerySet, key_of: Callable[[Loan], str]) -> list[Loan]:
    by_key = {key_of(loan): loan for loan in loans.order_by("pk")}
    told = set(Letter.objects.filter(key__in=by_key).values_list("key", flat=True))
    return [loan for key, loan in by_key.items() if key not in told]


@transaction.atomic
def _write(deed: Callable[[Loan], bool], loan_id: int, to_day: date) -> bool:
    """With its row held: what comes back at this moment is back first, or is reminded of and then comes back."""
    found = Loan.objects.locked().select_related("unit__article", "line__order__person", "line__order__team")
    loan = found.filter(pk=loan_id, state=LoanState.OUT, to_day=to_day).not_given_on().first()
    return loan is not None and deed(loan)


def _due_soon(loan: Loan) -> bool:
    mails.loan_due_soon(loan)
    return True


def _overdue(loan: Loan) -> bool:
    mails.loan_overdue(loan, _count(loan), _days(loan))
    return True


def _tell_the_next(loan: Loan) -> bool:
    """On whatever day it comes near."""
    waiting = _next_after(loan)
    if waiting is None or Letter.objects.filter(key=mails.late_key(waiting, loan)).exists():
        return False
    mails.loan_late_for_you(waiting, loan)
    return True


def _next_after(loan: Loan) -> Loan | None:
    """Who is to have this unit soon."""
    soon = clock.today() + timedelta(days=loan.unit.article.days_before) + SOON_NEEDED
    coming = next_borrower(loan)
    return coming if coming and coming.from_day <= soon else None


def _overdue_key(loan: Loan) -> str:
    return mails.overdue_key(loan, _count(loan))


def _days(loan: Loan) -> int:
    return (clock.today() - loan.to_day).days


def _count(loan: Loan) -> int:
    """The first on the first day, the second a week later, the third two weeks later; then staff have read it three times."""
    return min(MOST_OFTEN, (_days(loan) - 1) // AGAIN_AFTER + 1)

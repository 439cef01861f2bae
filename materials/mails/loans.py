"""The letters about what is lent. Each is called by the action, inside its transaction, after the rows are saved."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from materials.borrowers import borrower_of
from materials.choices import Condition, HandOnState
from materials.counted import missing_since
from materials.models import Loan, LoanReport, OrderChange
from materials.tokens import order_address
from missione.shared.clock import BERLIN
from missione.shared.letters import name_kinds, post_letter

name_kinds(
    {
        "loan_cancelled": "Ausleihe vom Kampagnenteam storniert",
        "loan_due_soon": "Ausleihe bald zurück",
        "loan_extended": "Ausleihe verlängert",
        "loan_handed_out": "Ausleihe ausgegeben",
        "loan_late_for_you": "Gerät kommt vielleicht später",
        "loan_overdue": "Ausleihe überfällig",
        "loan_overdue_to_staff": "Ausleihe überfällig (an das Kampagnenteam)",
        "loan_taken_back": "Ausleihe zurückgenommen",
        "loan_without_unit": "Ausleihe ohne Gerät",
    }
)


def loan_handed_out(loan: Loan, report: LoanReport) -> None:
    parts = list(report.parts.all())
    _to_the_borrower(loan, "handed_out", f"{report.pk}", report=report, parts=parts, back_to=settings.RETURN_ADDRESS)


def loan_taken_back(loan: Loan, report: LoanReport) -> None:
    """Thanks, and what is missing or broken."""
    facts = {"missing": missing_since(loan, report), "is_damaged": report.condition == Condition.DAMAGED}
    is_lost = report.condition == Condition.LOST
    _to_the_borrower(loan, "taken_back", f"{report.pk}", report=report, is_lost=is_lost, **facts)


def loan_cancelled(loan: Loan, reason: str) -> None:
    _to_the_borrower(loan, "cancelled", "once", reason=reason)


def loan_extended(loan: Loan, before: date, step: OrderChange) -> None:
    _to_the_borrower(loan, "extended", f"{step.pk}", before=before, back_to=settings.RETURN_ADDRESS)


def loan_without_unit(loan: Loan, report: LoanReport | None) -> None:
    """To the mailbox of the campaign team: once for each time that its unit fails."""
    _to_staff(loan, "without_unit", f"{loan.unit_id}:{report.pk if report else 0}")


# --- on time, and late; the day is in the key, for a loan that is extended is due again ---


def due_soon_key(loan: Loan) -> str:
    return _key(loan, "due_soon", f"{loan.to_day}")


def loan_due_soon(loan: Loan) -> None:
    hand_on = loan.handed_on.filter(state=HandOnState.ARRANGED).first()
    back_to = "" if hand_on else settings.RETURN_ADDRESS
    _to_the_borrower(loan, "due_soon", f"{loan.to_day}", not_after=_end_of(loan.to_day), hand_on=hand_on, back_to=back_to)


def overdue_key(loan: Loan, count: int) -> str:
    """The letter to staff has it: it always leaves, whoever may be gone."""
    return _key(loan, "overdue_to_staff", f"{loan.to_day}:{count}")


def loan_overdue(loan: Loan, count: int, days: int) -> None:
    which = f"{loan.to_day}:{count}"
    _to_the_borrower(loan, "overdue", which, count=count, days=days, back_to=settings.RETURN_ADDRESS)
    _to_staff(loan, "overdue_to_staff", which, count=count, days=days)


def late_key(waiting: Loan, late: Loan) -> str:
    return _key(waiting, "late_for_you", f"{late.pk}:{late.to_day}")


def loan_late_for_you(waiting: Loan, late: Loan) -> None:
    """Who has it is nobody's business."""
    _to_the_borrower(waiting, "late_for_you", f"{late.pk}:{late.to_day}", not_after=_end_of(waiting.from_day))


def _to_the_borrower(loan: Loan, occasion: str, which: str, **context) -> None:
    """Who ordered it; if that account is gone, the lead of the team that has it."""
    name, email = borrower_of(loan)
    if email:
        _post(loan, occasion, which, to=email, name=name, url=_address(loan), **context)


def _to_staff(loan: Loan, occasion: str, which: str, **context) -> None:
    url = settings.SITE_URL + reverse("admin:materials_loan_change", args=[loan.pk])
    _post(loan, occasion, which, to=settings.CONTACT_EMAIL, url=url, **context)


def _post(loan: Loan, occasion: str, which: str, *, to: str, not_after: datetime | None = None, **context) -> None:
    post_letter(
        key=_key(loan, occasion, which),
        to=to,
        template=f"materials/mail/loan_{occasion}",
        context={"loan": loan, "unit": loan.unit, "article": loan.unit.article, "order": loan.line.order, **context},
        kind=f"loan_{occasion}",
        not_after=not_after,
    )


def _key(loan: Loan, occasion: str, which: str) -> str:
    return f"loan:{loan.pk}:{occasion}:{which}"


def _address(loan: Loan) -> str:
    """Guests have no page of a loan: their order says how it stands."""
    order = loan.line.order
    return order_address(order) if order.is_of_guest else settings.SITE_URL + loan.get_absolute_url()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=BERLIN)

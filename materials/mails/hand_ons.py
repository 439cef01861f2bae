"""The letters about what goes straight on. Each is called by the action, inside its transaction, after the rows are saved."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from materials.borrowers import borrower_of, other_side
from materials.counted import Difference
from materials.models import HandOn, Loan, LoanReport
from missione.shared import clock
from missione.shared.letters import name_kinds, post_letter

name_kinds(
    {
        "hand_on_arranged": "Weitergabe vereinbart",
        "hand_on_called_off": "Weitergabe abgesagt",
        "hand_on_differs": "Weitergabe mit Abweichung (an das Kampagnenteam)",
        "hand_on_given": "Weitergabe: bitte bestätigen",
        "hand_on_taken": "Weitergabe bestätigt",
    }
)


def hand_on_arranged(hand_on: HandOn) -> None:
    """Each reads whom to talk to: the only place where two authorities learn of each other's borrowers."""
    for loan in (hand_on.giving, hand_on.taking):
        _to(loan, hand_on, "arranged")


def hand_on_given(hand_on: HandOn, report: LoanReport) -> None:
    """To who takes it over, and is to say so."""
    url = reverse("materials:take_over", args=[hand_on.taking.reference])
    _to(hand_on.taking, hand_on, "given", url=url, parts=list(report.parts.all()), report=report)


def hand_on_taken(hand_on: HandOn, report: LoanReport) -> None:
    for loan in (hand_on.giving, hand_on.taking):
        _to(loan, hand_on, "taken", parts=list(report.parts.all()), report=report)


def hand_on_called_off(hand_on: HandOn, reason: str, *, over: Iterable[Loan]) -> None:
    """What holds now: for the loans that end with it, and for who keeps theirs."""
    for loan in (hand_on.giving, hand_on.taking):
        _to(loan, hand_on, "called_off", reason=reason, is_over=loan in over, is_late=loan.to_day < clock.today())


def hand_on_differs(hand_on: HandOn, found: Sequence[Difference]) -> None:
    """To the mailbox of the campaign team."""
    loan = hand_on.taking
    url = settings.SITE_URL + reverse("admin:materials_loan_change", args=[loan.pk])
    _post(loan, hand_on, "differs", to=settings.CONTACT_EMAIL, url=url, found=found)


def _to(loan: Loan, hand_on: HandOn, occasion: str, *, url: str = "", **context) -> None:
    name, email = borrower_of(loan)
    if email:
        url = settings.SITE_URL + (url or loan.get_absolute_url())
        _post(loan, hand_on, occasion, to=email, name=name, url=url, **context)


def _post(loan: Loan, hand_on: HandOn, occasion: str, *, to: str, **context) -> None:
    about = {"loan": loan, "unit": hand_on.giving.unit, "article": hand_on.giving.unit.article, "order": loan.line.order}
    post_letter(
        key=f"hand_on:{hand_on.pk}:{occasion}:{loan.pk}",
        to=to,
        template=f"materials/mail/hand_on_{occasion}",
        context={**about, "hand_on": hand_on, "other": other_side(hand_on, loan), **context},
        kind=f"hand_on_{occasion}",
    )

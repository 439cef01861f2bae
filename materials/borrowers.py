"""Who has a unit, who gets it next, and what goes straight from one to the other."""

from typing import NamedTuple

from materials.choices import LoanState
from materials.models import HandOn, Loan


def borrower_of(loan: Loan) -> tuple[str, str]:
    """Name and address of who ordered it; if that account is gone, of the lead of the team that has it."""
    order = loan.line.order
    if order.contact_email or not order.team_id:
        return order.contact_name, order.contact_email
    lead = order.team.memberships.leads().select_related("person").order_by("pk").first()
    return (lead.person.name, lead.person.email) if lead else ("", "")


def next_borrower(loan: Loan) -> Loan | None:
    """Who has reserved the same unit after this loan."""
    coming = loan.unit.loans.filter(state=LoanState.RESERVED, line__isnull=False, from_day__gt=loan.from_day)
    return coming.for_pages().order_by("from_day", "pk").first()


class OtherSide(NamedTuple):
    """What a borrower reads about a hand-on: when, and whom to talk to."""

    hand_on: HandOn
    is_giver: bool
    loan: Loan
    authority: str
    name: str
    email: str


def other_side(hand_on: HandOn, loan: Loan) -> OtherSide:
    """As the borrower of `loan` sees it."""
    is_giver = loan.pk == hand_on.giving_id
    other = hand_on.taking if is_giver else hand_on.giving
    return OtherSide(hand_on, is_giver, other, other.line.order.authority_in_words, *borrower_of(other))


def hand_ons_of(loan: Loan) -> list[OtherSide]:
    """What is arranged or done, on either side."""
    return [other_side(hand_on, loan) for hand_on in HandOn.objects.alive().with_loan(loan).for_pages()]

"""How long a loan can go on: the same unit, as long as nobody else is to have it or waits for it."""

from datetime import date, timedelta
from typing import NamedTuple

from materials.facts import last_day_of_loan, period_of_loan
from materials.models import Loan, LoanWish
from missione.shared import clock

ONE = timedelta(days=1)


class Limit(NamedTuple):
    """The last day that is possible, and what ends it there."""

    day: date
    why: str


def limit_of(loan: Loan) -> Limit:
    """Its own last day, or one before it, if it cannot go on at all."""
    limits = (_by_rule(loan), _by_the_next(loan), _by_who_waits(loan), _by_what_is_arranged(loan))
    return min(filter(None, limits), key=lambda limit: limit.day)


def can_go_on(loan: Loan, limit: Limit) -> bool:
    return not loan.is_over and limit.day > loan.to_day and limit.day >= clock.today()


def _by_rule(loan: Loan) -> Limit:
    longest = loan.unit.article.max_days
    last = loan.from_day + timedelta(days=longest - 1)
    return Limit(min(last, last_day_of_loan()), f"Länger als {longest} Tage am Stück geht es nicht.")


def _by_the_next(loan: Loan) -> Limit | None:
    later = loan.unit.loans.holding_a_unit().exclude(pk=loan.pk).filter(period__startswith__gte=loan.period.upper)
    starts = later.order_by("period").values_list("period", flat=True).first()
    return Limit(_last_before(loan, starts.lower), "Danach ist es schon vergeben.") if starts else None


def _by_who_waits(loan: Loan) -> Limit | None:
    """Own wishes do not count: what they wait for is what they would get."""
    article = loan.unit.article
    waiting = LoanWish.objects.waiting().filter(article=article).exclude(team=loan.line.order.team_id)
    wanted = [period_of_loan(article, wish.from_day, wish.to_day) for wish in waiting]
    starts = [period.lower for period in wanted if period.upper > loan.period.upper]
    return Limit(max(_last_before(loan, min(starts)), loan.to_day), "Danach warten schon andere darauf.") if starts else None


def _by_what_is_arranged(loan: Loan) -> Limit | None:
    goes_on = loan.handed_on.open().exists()
    return Limit(loan.to_day, "Es ist vereinbart, dass es direkt an die nächste Dienststelle geht.") if goes_on else None


def _last_before(loan: Loan, day: date) -> date:
    """So that it is back in time."""
    return day - timedelta(days=loan.unit.article.days_after) - ONE

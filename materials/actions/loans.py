"""Holding a unit for a line of an order, and the locks of a loan: its order, the article, the unit, then the loan itself."""

from materials.actions.steps import locked_order
from materials.actions.stock import locked_articles
from materials.actions.wishes import ALL_LENT
from materials.errors import LinesRefused
from materials.facts import period_of_loan
from materials.models import Article, Loan, OrderLine, Unit


def locked_loan(loan_id: int) -> Loan:
    """Every deed on a loan begins with this. The article guards who gets which unit, so nothing is promised meanwhile."""
    loan = Loan.objects.select_related("line", "unit").get(pk=loan_id)
    if loan.line_id:
        locked_order(loan.line.order_id)
    locked_articles([loan.unit.article_id])
    return Loan.objects.locked().select_related("unit__article", "line__order").get(pk=loan_id)


def hold_a_unit(line: OrderLine, *, article: Article) -> Loan:
    """The first that is free with the days on the way. The row of the article is locked, so nobody else takes it meanwhile."""
    period = period_of_loan(article, line.from_day, line.to_day)
    unit = Unit.objects.filter(article=article).first_free_in(period)
    if not unit:
        raise LinesRefused({article.pk: ALL_LENT})
    return Loan.objects.create(unit=unit, line=line, from_day=line.from_day, to_day=line.to_day, period=period)

"""What was to be borrowed and never was: once its last day is over it expires, so that nothing waits for it any more."""

from django.db import transaction

from materials.actions.lending import stand_of
from materials.actions.steps import go_line, let_go, locked_order, step
from materials.actions.stock import locked_articles
from materials.choices import LineState
from materials.mails import orders as mails
from materials.models import OrderLine
from materials.standing import days_of_loan
from missione.shared.due import one_by_one


def expire_loans() -> int:
    """Returns how many orders something expired of."""
    orders = OrderLine.objects.never_borrowed().order_by("order").values_list("order").distinct()
    return one_by_one(_expire, orders)


@transaction.atomic
def _expire(order_id: int) -> bool:
    order = locked_order(order_id)
    lines = list(OrderLine.objects.never_borrowed().filter(order=order).select_related("article").order_by("article_id", "pk"))
    if not lines:
        return False
    was_promised = order.decided_at is not None
    articles = locked_articles(line.article_id for line in lines)
    for line in lines:
        let_go(line, by=None, article=articles[line.article_id])
        go_line(line, LineState.EXPIRED)
    said = "\n".join(f"Verfallen: {line.article.title}, {days_of_loan(line)}" for line in lines)
    change = step(order, stand_of(order), by=None, note=said[:1000])
    mails.order_expired(order, change, expired=lines, was_promised=was_promised)
    return True

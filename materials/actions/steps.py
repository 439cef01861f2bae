"""From state to state. Locks go: authority, order, articles by ascending key, units."""

from django.db import transaction

from materials.actions import hand_on_ends
from materials.actions.stock import locked_articles, release
from materials.actions.waiting import offer_what_is_free
from materials.choices import LINE_WAYS, OVER, WAYS, LineState, LoanState, OrderState
from materials.errors import NotNow
from materials.models import Loan, Order, OrderChange, OrderLine
from missione.shared import clock
from teams.models import Person

# The moment that is written down when an order comes into a state, if it is not there yet.
MOMENTS = {
    OrderState.RECEIVED: "confirmed_at",
    OrderState.PARTLY_APPROVED: "decided_at",
    OrderState.APPROVED: "decided_at",
    OrderState.DECLINED: "decided_at",
    OrderState.PACKED: "packed_at",
    OrderState.PARTLY_SHIPPED: "shipped_at",
    OrderState.SHIPPED: "shipped_at",
}


def locked_order(order_id: int) -> Order:
    """The order with its row held until the end of the transaction: every deed on it and its lines begins with this."""
    return Order.objects.select_related("agency", "team", "person").locked().get(pk=order_id)


def go(order: Order, to: OrderState, *, by: Person | None, note: str = "") -> OrderChange:
    """One step, written into the order's history. The row is locked."""
    if to not in WAYS[OrderState(order.state)]:
        raise NotNow
    change = OrderChange.objects.create(order=order, from_state=order.state, to_state=to, by=by, note=note)
    order.state = to
    moment = MOMENTS.get(to)
    if moment and not getattr(order, moment):
        setattr(order, moment, clock.now())
    if to in OVER:
        order.ended_at = clock.now()
    order.save(update_fields=["state", *filter(None, [moment]), "ended_at", "changed_at"])
    return change


def step(order: Order, to: OrderState, *, by: Person | None, note: str) -> OrderChange:
    """Into the history also where the state stays: the second parcel of three, leftovers."""
    if to == order.state:
        return OrderChange.objects.create(order=order, from_state=to, to_state=to, by=by, note=note)
    return go(order, to, by=by, note=note)


def go_line(line: OrderLine, to: LineState) -> None:
    if to not in LINE_WAYS[LineState(line.state)]:
        raise NotNow
    line.state = to
    line.save(update_fields=["state"])


@transaction.atomic
def give_up(order: Order, to: LineState, *, by: Person | None) -> None:
    """Every line that can still be given up is, and all that is held for it is free again. The order is locked."""
    lines = [line for line in order.lines.order_by("article_id", "pk") if to in LINE_WAYS[LineState(line.state)]]
    articles = locked_articles(line.article_id for line in lines)
    for line in lines:
        let_go(line, by=by, article=articles[line.article_id])
        go_line(line, to)


def let_go(line: OrderLine, *, article, by: Person | None) -> None:
    """What is held for the line: pieces, and units that have not left yet."""
    if line.reserved:
        release(line, line.reserved, article=article, by=by)
    held = Loan.objects.filter(line=line, state=LoanState.RESERVED)
    hand_on_ends.ends_with(held, "Eine der beiden Ausleihen ist abgesagt.")
    if held.update(state=LoanState.CANCELLED, ended_at=clock.now(), changed_at=clock.now()):
        offer_what_is_free(article)

"""What the campaign team of the sample did with orders. Each deed is the one behind the button of the back office."""

from collections.abc import Callable, Mapping

from materials.actions import working
from materials.actions.addresses import confirm_address
from materials.actions.deciding import Decision
from materials.actions.orders import cancel_order
from materials.models import Order
from teams.models import Person
from teams.sample import STAFF, played_by

Deed = Callable[[Order], object]


def looked_at(order: Order) -> None:
    working.start_review(order=order, by=_staff())


def address_confirmed(order: Order) -> None:
    confirm_address(order=order, by=_staff())


def approved(less: Mapping[str, tuple[int, str]] | None = None) -> Deed:
    """All of it, but of these articles only so many, and why."""
    less = less or {}

    def approve(order: Order) -> None:
        lines = order.lines.select_related("article")
        decisions = {line.pk: Decision(*less.get(line.article.slug, (line.requested,))) for line in lines}
        working.approve_order(order=order, decisions=decisions, by=_staff())

    return approve


def declined(reason: str) -> Deed:
    return lambda order: working.decline_order(order=order, reason=reason, by=_staff())


def packed(order: Order) -> None:
    working.pack_order(order=order, by=_staff())


def shipped(tracking_number: str, only: Mapping[str, int] | None = None) -> Deed:
    """One parcel with everything, or with so many of these articles."""

    def ship(order: Order) -> None:
        quantities = {line.pk: line.still_to_ship for line in order.lines.all()} if only is None else _by_line(order, only)
        working.ship_order(order=order, quantities=quantities, tracking_number=tracking_number, by=_staff())

    return ship


def back(left_over: Mapping[str, int]) -> Deed:
    return lambda order: working.take_back_leftovers(order=order, quantities=_by_line(order, left_over), by=_staff())


def closed(order: Order) -> None:
    working.close_order(order=order, by=_staff())


def taken_back(note: str) -> Deed:
    """Not by the campaign team: by who ordered."""
    return lambda order: cancel_order(order=order, by=order.person, note=note)


def _by_line(order: Order, quantities: Mapping[str, int]) -> dict[int, int]:
    lines = order.lines.select_related("article")
    return {line.pk: quantities[line.article.slug] for line in lines if line.article.slug in quantities}


def _staff() -> Person:
    return played_by(STAFF)

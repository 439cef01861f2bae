"""The letters about orders. Each is called by the action, inside its transaction, after the rows are saved."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from materials.facts import comes_too_late, parcel_arrives_on
from materials.models import Order, OrderChange, OrderLine
from materials.tokens import order_address
from missione.shared.letters import name_kinds, post_letter

name_kinds(
    {
        "order_approved": "Bestellung zugesagt",
        "order_cancelled": "Bestellung storniert",
        "order_cancelled_by_staff": "Bestellung vom Kampagnenteam storniert",
        "order_confirm_address": "Gast soll Bestellung bestätigen",
        "order_declined": "Bestellung abgelehnt",
        "order_expired": "Ausleihe verfallen",
        "order_received": "Bestellung eingegangen",
        "order_shipped": "Bestellung verschickt",
        "order_to_decide": "Neue Bestellung",
    }
)


def order_received(order: Order) -> None:
    expected = parcel_arrives_on(order)
    lends = any(line.is_loan for line in order.lines.all())
    _to_who_ordered(order, "received", arrives_on=expected, arrives_late=comes_too_late(order, expected), lends=lends)


def order_cancelled(order: Order) -> None:
    _to_who_ordered(order, "cancelled")


def order_confirm_address(order: Order) -> None:
    """With none of the typed words: nobody has shown yet that they come from who reads this."""
    _post(order, "confirm_address", to=order.guest_email, not_after=order.confirm_until)


def order_to_decide(order: Order) -> None:
    """To the mailbox of the campaign team: once for each order."""
    _post(order, "to_decide", to=settings.CONTACT_EMAIL, order_url=_office_address(order))


# --- what staff did; an order may be approved, and shipped, more than once ---


def order_approved(order: Order, change: OrderChange) -> None:
    """Says for each article how many, and where it is less, why; a parcel is packed now, a loan comes for its days."""
    lines = list(_lines(order))
    less = [line for line in lines if line.approved is not None and line.approved < line.requested]
    to_come = [line for line in lines if line.still_to_ship]
    in_parcel = any(not line.is_loan for line in to_come)
    _about_a_step(order, "approved", change, less=less, in_parcel=in_parcel, lent=any(line.is_loan for line in to_come))


def order_declined(order: Order, change: OrderChange) -> None:
    _about_a_step(order, "declined", change)


def order_shipped(order: Order, change: OrderChange, *, parcel: Sequence[tuple[int, OrderLine]], tracking_number: str) -> None:
    """What is in this parcel, and what is still to come."""
    later = [line for line in _lines(order) if line.still_to_ship]
    _about_a_step(order, "shipped", change, parcel=parcel, later=later, tracking_number=tracking_number)


def order_cancelled_by_staff(order: Order, change: OrderChange, *, is_rest: bool = False) -> None:
    """All of it, or what had not left yet."""
    _about_a_step(order, "cancelled_by_staff", change, is_rest=is_rest)


def order_expired(order: Order, change: OrderChange, *, expired: Sequence[OrderLine], was_promised: bool) -> None:
    """The days of a loan went by; the rest of the order, if there is one, goes on."""
    is_rest = not order.is_over
    _about_a_step(order, "expired", change, expired=expired, was_promised=was_promised, is_rest=is_rest)


def _about_a_step(order: Order, occasion: str, change: OrderChange, **context) -> None:
    _to_who_ordered(order, occasion, step=change, reason=change.note, **context)


def _to_who_ordered(order: Order, occasion: str, **context) -> None:
    """Who has deleted the account in the meantime gets no letter."""
    if order.contact_email:
        _post(order, occasion, to=order.contact_email, **context)


def _post(
    order: Order, occasion: str, *, to: str, not_after: datetime | None = None, step: OrderChange | None = None, **context
) -> None:
    facts = {"order": order, "lines": _lines(order), "order_url": _address(order), **context}
    post_letter(
        key=f"order:{order.pk}:{occasion}" + (f":{step.pk}" if step else ""),
        to=to,
        template=f"materials/mail/order_{occasion}",
        context=facts,
        kind=f"order_{occasion}",
        not_after=not_after,
    )


def _lines(order: Order):
    return order.lines.select_related("article").order_by("pk")


def _address(order: Order) -> str:
    """Guests come by a signed link; people with an account log in."""
    return order_address(order) if order.is_of_guest else settings.SITE_URL + order.get_absolute_url()


def _office_address(order: Order) -> str:
    return settings.SITE_URL + reverse("admin:materials_order_change", args=[order.pk])

"""What becomes of orders and messages when authorities merge, teams end, or somebody deletes the account."""

from django.db import transaction

from materials.actions.orders import cancel_order
from materials.choices import CAN_BE_CANCELLED, LoanState, OrderState
from materials.models import BasketItem, ContactMessage, DeliveryAddress, LoanWish, Order
from materials.standing import days_of_loan, line_in_words
from teams.models import Agency, Person, Team


@transaction.atomic
def carry_along(*, survivor: Agency, merged: Agency) -> None:
    """Both rows are locked. An address that the survivor has already is not kept twice."""
    Order.objects.filter(agency=merged).update(agency=survivor)
    ContactMessage.objects.filter(agency=merged).update(agency=survivor)
    known = {str(address) for address in survivor.delivery_addresses.all()}
    for address in DeliveryAddress.objects.filter(agency=merged):
        if str(address) in known:
            address.delete()
        else:
            DeliveryAddress.objects.filter(pk=address.pk).update(agency=survivor)


@transaction.atomic
def move_orders(*, team: Team, to: Agency) -> None:
    """The team and both authorities are locked. What it had counts from now on against the limits of its new authority;
    parcels go where the order says."""
    list(Order.objects.of_team(team).locked().values_list("pk"))
    Order.objects.of_team(team).update(agency=to)


def open_orders_in_words(team: Team) -> list[str]:
    """What a team has to wait for, or to take back, before it rests or ends."""
    orders = Order.objects.of_team(team).open().order_by("pk")
    out = set(orders.filter(lines__loans__state=LoanState.OUT).values_list("pk", flat=True))
    return [_open(order, order.pk in out) for order in orders if order.state != OrderState.SHIPPED or order.pk in out]


def _open(order: Order, has_loans_out: bool) -> str:
    if has_loans_out:
        return f"Aus der Bestellung {order.reference} ist noch etwas ausgeliehen."
    return f"Die Bestellung {order.reference} ist noch offen ({order.get_state_display()})."


@transaction.atomic
def forget_person(*, person: Person) -> None:
    """Own requests that can still be taken back are; what is a team's stays with the team, without the name."""
    own = Order.objects.filter(person=person, team=None, state__in=CAN_BE_CANCELLED).order_by("pk")
    for order in own:
        cancel_order(order=order, by=person)
    ContactMessage.objects.filter(person=person).delete()
    BasketItem.objects.filter(person=person).delete()
    Order.objects.filter(person=person).update(person=None)
    LoanWish.objects.filter(person=person).update(person=None)


# --- what we know of somebody, for them to read ---


def orders_of(person: Person) -> list[dict]:
    return [
        _order_as_told(order) for order in Order.objects.filter(person=person).prefetch_related("lines__article", "lines__loans")
    ]


def messages_of(person: Person) -> list[dict]:
    sent = ContactMessage.objects.filter(person=person)
    return [{"am": message.created_at, "Thema": message.get_subject_display(), "Text": message.text} for message in sent]


def wishes_of(person: Person) -> list[dict]:
    """Where somebody put the team on a waiting list."""
    wishes = LoanWish.objects.filter(person=person).select_related("article", "team__agency")
    return [
        {
            "am": wish.created_at,
            "Artikel": wish.article.title,
            "Team": str(wish.team),
            "Tage": days_of_loan(wish),
            "Stand": wish.get_state_display(),
        }
        for wish in wishes
    ]


def basket_of(person: Person) -> list[dict]:
    items = BasketItem.objects.filter(person=person).select_related("article")
    return [{"Artikel": item.article.title, "Stück": item.quantity} for item in items]


def _order_as_told(order: Order) -> dict:
    return {
        "Nummer": order.reference,
        "am": order.created_at,
        "Stand": order.get_state_display(),
        "Lieferung an": ", ".join(order.address_lines),
        "Wofür": order.purpose,
        "Nachricht": order.message,
        "Artikel": [f"{line.requested} × {line.article.title}: {line_in_words(line)}" for line in order.lines.all()],
    }

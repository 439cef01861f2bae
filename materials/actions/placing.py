"""What every way to an order shares: whose it is, where it goes, that the same form twice is one order."""

from collections.abc import Sequence
from operator import itemgetter
from uuid import UUID

from materials.answers import OrderAnswers, Wish
from materials.errors import AddressMissing, AgencyMissing
from materials.mails import orders as mails
from materials.models import Order, OrderChange
from missione.shared.idempotency import answer_once, remember_answer
from teams.models import Agency, Person


def locked_agency(agency_id: int | None) -> Agency:
    agency = Agency.objects.locked().filter(pk=agency_id, is_active=True).first()
    if not agency:
        raise AgencyMissing
    return agency


def new_order(answers: OrderAnswers, *, agency: Agency | None = None, **fields) -> Order:
    if not answers.delivery.is_complete:
        raise AddressMissing
    known = {tuple(address.address_lines) for address in agency.delivery_addresses.all()} if agency else set()
    order = Order(agency=agency, **answers.as_fields(), **fields)
    order.is_other_address = tuple(order.address_lines) not in known
    order.save()
    return order


def begin(order: Order, *, by: Person, request_key: UUID | None) -> Order:
    order.confirmed_at = order.created_at
    order.save(update_fields=["confirmed_at", "changed_at"])
    OrderChange.objects.create(order=order, to_state=order.state, by=by)
    tell(order)
    remember_order(request_key, order)
    return order


def tell(order: Order) -> None:
    mails.order_received(order)
    mails.order_to_decide(order)


def answered(key: UUID | None, person: Person | None, wishes: Sequence[Wish], answers: OrderAnswers, **more) -> Order | None:
    body = {
        "deed": "order",
        "by": person.pk if person else None,
        "wishes": sorted(wishes, key=itemgetter(0)),
        **answers.as_fields(),
        **more,
    }
    answer = answer_once(key, digest_of=body) if key else None
    return Order.objects.get(reference=answer) if answer is not None else None


def remember_order(key: UUID | None, order: Order) -> None:
    if key:
        remember_answer(key, order.reference)

"""Parcels go to addresses that the campaign team knows: staff look at another one before anything is promised."""

from django.db import transaction

from materials.actions.steps import locked_order, step
from materials.choices import OrderState
from materials.errors import AddressUnconfirmed, NotNow
from materials.models import DeliveryAddress, Order, OrderChange
from materials.models.orders import ADDRESS_LOOKED_AT
from missione.shared import clock
from teams.models import Person


@transaction.atomic
def confirm_address(*, order: Order, by: Person) -> OrderChange | None:
    """For this order alone. None: nothing is to be confirmed any more."""
    order = locked_order(order.pk)
    if not order.has_unconfirmed_address:
        return None
    return _confirmed(order, f"{ADDRESS_LOOKED_AT}.", by=by)


@transaction.atomic
def accept_address(*, order: Order, by: Person) -> DeliveryAddress | None:
    """For this order, and from now on the authority can choose it."""
    order = locked_order(order.pk)
    if not order.is_other_address or not order.agency_id:
        return None
    if order.has_unconfirmed_address:
        _confirmed(order, f"{ADDRESS_LOOKED_AT} und für die Dienststelle gemerkt.", by=by)
    lines = {name: getattr(order, name) for name in ("recipient", "extra", "street", "postal_code", "city")}
    address, _ = DeliveryAddress.objects.get_or_create(agency_id=order.agency_id, **lines)
    order.is_other_address = False
    order.save(update_fields=["is_other_address", "changed_at"])
    return address


def refuse_unconfirmed_address(order: Order) -> None:
    if order.has_unconfirmed_address:
        raise AddressUnconfirmed


def _confirmed(order: Order, note: str, *, by: Person) -> OrderChange:
    if order.is_over:
        raise NotNow
    order.address_confirmed_at = clock.now()
    order.save(update_fields=["address_confirmed_at", "changed_at"])
    return step(order, OrderState(order.state), by=by, note=note)

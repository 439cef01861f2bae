"""Who ordered, borrowed, wrote is forgotten when nobody needs it any more. What was ordered stays, for figures and stock."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, QuerySet, TextField, Value, When

from materials.models import ContactMessage, HandOn, LoanReport, LoanWish, Order, OrderChange, OrderLine, StockEntry
from materials.models.orders import TYPED
from missione.shared import clock
from missione.shared.forgetting import in_batches


def forget_people() -> int:
    """So many months after the end of an order: nobody stands behind it, its loans, protocols and movements of stock."""
    before = clock.months_ago(settings.PERSONAL_DATA_MONTHS)
    return in_batches(Order.objects.remembered_since(before), _forget_orders) + _forget_beside_orders(before)


def forget_messages() -> int:
    """What people wrote goes whole: nobody answers it any more."""
    old = ContactMessage.objects.settled_before(clock.months_ago(settings.MESSAGE_MONTHS))
    return in_batches(old, lambda some: some.delete()[0])


@transaction.atomic
def _forget_orders(orders: QuerySet[Order]) -> int:
    """The authority stays, and the team: what it had is no secret of one person."""
    keys = list(orders.locked().values_list("pk", flat=True))
    OrderChange.objects.filter(order__in=keys).update(by=None, note="")
    OrderLine.objects.filter(order__in=keys).update(reason="")
    StockEntry.objects.filter(line__order__in=keys).update(by=None)
    return Order.objects.filter(pk__in=keys).update(person=None, forgotten_at=clock.now(), **dict.fromkeys(TYPED, ""))


def _forget_beside_orders(before: datetime) -> int:
    """What is said on the shelf of a thing, stays: it is broken for the next one, too."""
    of_things = Case(When(loan=None, then=F("note")), default=Value(""), output_field=TextField())
    return sum(
        (
            in_batches(LoanWish.objects.remembered_since(before), lambda some: some.update(person=None)),
            in_batches(LoanReport.objects.remembered_since(before), lambda some: some.update(by=None, note=of_things)),
            in_batches(HandOn.objects.remembered_since(before), lambda some: some.update(arranged_by=None, note="")),
            in_batches(StockEntry.objects.filter(at__lt=before, by__isnull=False), lambda some: some.update(by=None)),
        )
    )

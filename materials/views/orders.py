"""The orders of one's teams, and the own: how they stand, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from materials.actions.orders import cancel_order
from materials.choices import OVER, LineState, OrderState
from materials.facts import comes_too_late, parcel_arrives_on
from materials.models import Order
from materials.permissions import can_cancel
from materials.standing import line_in_words, standing_of_order
from missione.shared import clock
from missione.shared.errors import Refused

PER_PAGE = 20


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    orders = Order.objects.of(request.user).for_lists().with_loans()
    page = Paginator(orders, PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "materials/order_list.html", {"page": page})


@require_safe
def order_page(request: HttpRequest, reference: str) -> HttpResponse:
    order = _find(request, reference)
    may = order.can_still_be_cancelled and can_cancel(request.user, order)
    return render(request, "materials/order_detail.html", {**about(order), "can_cancel": may})


def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Asks first, then does it."""
    order = _find(request, reference)
    if not can_cancel(request.user, order) or not order.can_still_be_cancelled:
        return redirect(order)
    if request.method != "POST":
        return render(request, "materials/order_cancel.html", about(order))
    try:
        cancel_order(order=order, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Die Bestellung ist storniert.")
    return redirect(order)


def about(order: Order) -> dict:
    """What the page of an order says, for whoever may see it."""
    lines = list(order.lines.select_related("article").prefetch_related("loans"))
    for line in lines:
        line.words = line_in_words(line)
    on_its_way = order.state in (OrderState.SHIPPED, OrderState.PARTLY_SHIPPED, *OVER)
    expected = None if on_its_way else parcel_arrives_on(order)
    return {
        "order": order,
        "lines": lines,
        "standing": standing_of_order(order),
        "changes": order.changes.select_related("by"),
        "has_expired": any(line.state == LineState.EXPIRED for line in lines),
        "arrives_on": expected,
        "lends": any(line.is_loan for line in lines),
        "arrives_late": comes_too_late(order, expected),
        "is_delayed": bool(expected and expected < clock.today()),
    }


def _find(request: HttpRequest, reference: str) -> Order:
    orders = Order.objects.visible_to(request.user).select_related("team__agency", "agency", "person")
    return get_object_or_404(orders, reference=reference)

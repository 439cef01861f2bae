"""What a guest can do with the link of a letter: look, confirm, take back. Opening it does nothing: gateways open every link."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from materials.actions.contact import confirm_message
from materials.actions.orders import cancel_order, confirm_order
from materials.choices import MessageState, OrderState
from materials.models import ContactMessage, Order
from materials.tokens import MESSAGE, ORDER, reference_in
from materials.views.orders import about
from missione.shared.errors import Refused


@login_not_required
def guest_order(request: HttpRequest, token: str) -> HttpResponse:
    reference = reference_in(token, salt=ORDER)
    order = Order.objects.filter(reference=reference, person=None).exclude(guest_email="").first() if reference else None
    if not order:
        return _run_out(request)
    if request.method == "POST":
        return _do(request, order)
    if order.state == OrderState.UNCONFIRMED:
        lines = order.lines.select_related("article")
        return render(request, "materials/guest_order_confirm.html", {"order": order, "lines": lines})
    return render(
        request, "materials/order_detail.html", {**about(order), "is_guest": True, "can_cancel": order.can_still_be_cancelled}
    )


def _do(request: HttpRequest, order: Order) -> HttpResponse:
    try:
        if "stornieren" in request.POST:
            cancel_order(order=order, by=None)
        else:
            confirm_order(reference=order.reference)
            messages.success(request, "Danke! Ihre Anfrage ist beim Kampagnenteam.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(request.path)


@login_not_required
def guest_message(request: HttpRequest, token: str) -> HttpResponse:
    reference = reference_in(token, salt=MESSAGE)
    message = ContactMessage.objects.filter(reference=reference).first() if reference else None
    if not message:
        return _run_out(request)
    if request.method == "POST":
        try:
            message = confirm_message(reference=reference)
        except Refused:
            return _run_out(request)
    is_confirmed = message.state != MessageState.UNCONFIRMED
    return render(request, "materials/guest_message.html", {"message": message, "is_confirmed": is_confirmed})


def _run_out(request: HttpRequest) -> HttpResponse:
    return render(request, "materials/link_run_out.html", status=404)

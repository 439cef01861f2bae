"""One order on one page, and the deeds on it. Each is a POST; what was typed wrong stands on the same page again."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from materials.actions import lending, working
from materials.actions.addresses import accept_address, confirm_address
from materials.admin.orders_forms import ClosingForm, DecisionForm, LeftoversForm, NoForm, ParcelForm, ReasonForm
from materials.choices import TO_BE_DECIDED, TO_BE_PACKED, TO_BE_SHIPPED, LoanState, OrderState
from materials.errors import LinesNotWorked
from materials.facts import parcel_arrives_on, quotas_of
from materials.models import Loan, Order, OrderChange
from materials.standing import standing_of_order
from missione.shared import clock
from missione.shared.back_office import note, refusals_told, staff_only, work_page
from missione.shared.errors import Refused

WITH_PAPERS = (*TO_BE_PACKED, *TO_BE_SHIPPED, OrderState.SHIPPED)


class Deed(NamedTuple):
    """Its name in the address, what the button says; the form, and how it becomes an action; what is said when it is done, if it
    is not where the order then stands."""

    name: str
    button: str
    states: tuple[str, ...]
    form: type[forms.Form]
    do: Callable[[Any, dict], OrderChange | None]
    explains: str = ""
    done: str = ""


def _words(action: Callable[..., OrderChange | None]) -> Callable:
    return lambda form, how: action(**form.cleaned_data, **how)


DEEDS = {
    deed.name: deed
    for deed in (
        Deed(
            "pruefen", "In Prüfung nehmen", (OrderState.RECEIVED,), NoForm, _words(working.start_review),
            "Dann sehen die anderen im Team und die Dienststelle, dass jemand daran ist.",
        ),
        Deed(
            "zusagen", "Zusagen", working.CAN_BE_DECIDED, DecisionForm,
            lambda form, how: working.approve_order(decisions=form.decisions, **how),
            "Weniger ist möglich: Schreiben Sie dann den Grund dazu. Die Dienststelle bekommt eine E-Mail.",
        ),
        Deed("packen", "Als gepackt eintragen", TO_BE_PACKED, NoForm, _words(working.pack_order)),
        Deed(
            "versenden", "Als versandt eintragen", TO_BE_SHIPPED, ParcelForm,
            lambda form, how: working.ship_order(
                quantities=form.quantities, tracking_number=form.cleaned_data["tracking_number"], **how
            ),
            "Was jetzt nicht ins Paket passt, kommt mit dem nächsten. Die Dienststelle bekommt eine E-Mail.",
        ),
        Deed(
            "abschliessen", "Abschließen", working.CAN_BE_CLOSED, ClosingForm, _words(working.close_order),
        ),
        Deed(
            "zurueck", "Übriges zurücknehmen", working.CAN_COME_BACK, LeftoversForm,
            lambda form, how: working.take_back_leftovers(
                quantities=form.quantities, note=form.cleaned_data["note"], **how
            ),
            "Was ungebraucht zurückgekommen ist, liegt danach wieder im Bestand.", "Übriges ist wieder im Lager.",
        ),
        Deed(
            "ablehnen", "Ablehnen", TO_BE_DECIDED, ReasonForm, _words(working.decline_order),
            "Die Dienststelle bekommt nichts davon und liest den Grund in einer E-Mail.",
        ),
        Deed(
            "stornieren", "Stornieren", (*TO_BE_PACKED, OrderState.PACKED), ReasonForm,
            _words(working.cancel_by_staff),
            "Alles Reservierte wird wieder frei. Die Dienststelle bekommt eine E-Mail.",
        ),
    )
}  # fmt: skip
# Not before somebody has looked at the address.
WANTS_AN_ADDRESS = ("zusagen", "packen", "versenden")
# Where this stands, it is what staff do next; the others wait behind a click.
NEXT = {
    OrderState.RECEIVED: "zusagen",
    OrderState.IN_REVIEW: "zusagen",
    OrderState.PARTLY_APPROVED: "packen",
    OrderState.APPROVED: "packen",
    OrderState.PACKED: "versenden",
    OrderState.PARTLY_SHIPPED: "versenden",
    OrderState.SHIPPED: "abschliessen",
}


@staff_only
@require_POST
def do(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    order, deed = find(request, pk), DEEDS[name]
    form = deed.form(order, request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            change = deed.do(form, {"order": order, "by": request.user, "seen": _seen(request)})
        except LinesNotWorked as refusal:
            form.tell(refusal.problems)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return to_order(order)
        else:
            return _told(request, order, deed, change)
    return order_page(request, Order.objects.get(pk=pk), typed={name: form}, status=422)


def _told(request: HttpRequest, order: Order, deed: Deed, change: OrderChange | None) -> HttpResponse:
    if change:
        done = deed.done or f"{change}."
        note(request, order, done)
        messages.success(request, f"{order}: {done}")
    else:
        messages.info(request, f"{order}: Das ist schon eingetragen.")
    return to_order(order)


@staff_only
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    order = find(request, pk)
    with refusals_told(request):
        if confirm_address(order=order, by=request.user):
            note(request, order, "Lieferadresse bestätigt.")
            messages.success(request, f"{order}: Lieferadresse bestätigt.")
        else:
            messages.info(request, f"{order}: Das ist schon eingetragen.")
    return to_order(order)


@staff_only
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    order = find(request, pk)
    with refusals_told(request):
        if accept_address(order=order, by=request.user):
            note(request, order, "Lieferadresse übernommen.")
            messages.success(request, "Die Adresse kann die Dienststelle nun immer wählen.")
    return to_order(order)


def find(request: HttpRequest, pk: int) -> Order:
    return get_object_or_404(Order.objects.visible_to(request.user).select_related("team__agency", "agency", "person"), pk=pk)


def to_order(order: Order) -> HttpResponse:
    return redirect("admin:materials_order_change", order.pk)


def _seen(request: HttpRequest) -> int:
    """The last entry of the history that stood on the page. What is no number was no page of ours: 0 is before all of them."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 15 else 0


# --- the page ---


def order_page(request: HttpRequest, order: Order, *, typed: dict | None = None, status: int = 200) -> HttpResponse:
    """All of it on one screen: who, what, where to; what comes next; what else can be done; what was."""
    typed = typed or {}
    forms_of = {
        deed.name: typed.get(deed.name) or deed.form(order, auto_id=f"{deed.name}_%s")
        for deed in DEEDS.values()
        if order.state in deed.states or deed.name in typed
    }
    forms_of = {name: form for name, form in forms_of.items() if name in typed or not _is_empty(form)}
    if order.has_unconfirmed_address:
        forms_of = {name: form for name, form in forms_of.items() if name not in WANTS_AN_ADDRESS or name in typed}
    if "packen" in forms_of and working.loans_that_hold_up(order):
        del forms_of["packen"]
    held = _loans_of(order)
    loans = [loan for loan in held if loan.can_leave or loan.is_out]
    if loans:
        forms_of.pop("abschliessen", None)
    offered = [(DEEDS[name], form) for name, form in forms_of.items()]
    coming = NEXT.get(order.state)
    context = {
        "order": order,
        "lines": _lines(order),
        "loans_to_see_to": loans,
        "without_unit": [loan for loan in held if loan.lacks_unit],
        "standing": standing_of_order(order),
        "due_on": _due_on(order),
        "today": clock.today(),
        "first": [pair for pair in offered if pair[0].name == coming],
        "others": [pair for pair in offered if pair[0].name != coming],
        "typed": set(typed),
        "changes": order.changes.select_related("by"),
        "seen": getattr(working.last_entry(order), "pk", 0),
        "has_papers": order.state in WITH_PAPERS,
    }
    page = work_page(request, "admin/materials/order/work.html", model=Order, title=f"Bestellung {order}", **context)
    page.status_code = status
    return page


def _loans_of(order: Order) -> list[Loan]:
    """Reserved or out; each knows whether it is to be handed out now."""
    loans = list(
        Loan.objects.holding_a_unit().filter(line__order=order).select_related("unit__article").order_by("from_day", "pk")
    )
    for loan in loans:
        loan.can_leave = loan.state == LoanState.RESERVED and order.state in lending.CAN_LEAVE
    return loans


def _is_empty(form: forms.Form) -> bool:
    return hasattr(form, "lines") and not form.lines


def _lines(order: Order) -> list:
    lines = list(order.lines.select_related("article").prefetch_related("loans__unit").order_by("pk"))
    quotas = quotas_of(order.agency, [line.article for line in lines])
    for line in lines:
        line.quota = quotas.get(line.article_id)
    return lines


def _due_on(order: Order):
    """Until when we said that it is there; None once all has left, or nothing leaves."""
    return None if order.is_over or order.state == OrderState.SHIPPED else parcel_arrives_on(order)

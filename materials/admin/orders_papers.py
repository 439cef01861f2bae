"""The papers of orders, as PDF in the browser. None is kept: each shows how it stands now."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from materials import pdf
from materials.admin.orders_deeds import find
from materials.models import Order
from missione.shared.back_office import staff_only

PAPERS = {"packzettel": pdf.packing_slip, "adressaufkleber": pdf.address_label}


@staff_only
@require_safe
def pick_list(request: HttpRequest) -> HttpResponse:
    """For all that is promised and not packed."""
    orders = Order.objects.visible_to(request.user).to_be_packed().order_by("created_at", "pk")
    return _shown(pdf.pick_list(orders), "packliste")


@staff_only
@require_safe
def pick_list_of(request: HttpRequest, pk: int) -> HttpResponse:
    order = find(request, pk)
    return _shown(pdf.pick_list([order]), f"packliste-{order}")


@staff_only
@require_safe
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    order = find(request, pk)
    return _shown(PAPERS[name](order), f"{name}-{order}")


def _shown(content: bytes, name: str) -> HttpResponse:
    """It names people: no cache keeps it."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

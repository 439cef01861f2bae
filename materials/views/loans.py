"""What is lent to a team: one page per loan."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from materials.actions.extending import extend_loan
from materials.borrowers import hand_ons_of
from materials.extending import can_go_on, limit_of
from materials.forms.extending import ExtendForm
from materials.lending import counter_of
from materials.models import Loan
from materials.permissions import can_extend
from materials.standing import day_in_words, standing_of_loan
from missione.shared.errors import Refused


@require_safe
def loan_page(request: HttpRequest, reference) -> HttpResponse:
    return _page(request, find(request, reference))


def extend(request: HttpRequest, reference) -> HttpResponse:
    loan = find(request, reference)
    if request.method != "POST":
        return redirect(loan)
    if not can_extend(request.user, loan):
        raise PermissionDenied
    form = ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, loan, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    try:
        extend_loan(loan=loan, to_day=said["bis"], by=request.user, request_key=said["request_key"])
    except Refused as refusal:
        form.add_error("bis" if refusal.field else None, str(refusal))
        form.renew_key()
        return _page(request, find(request, reference), form, HTTPStatus.CONFLICT)
    messages.success(request, f"Verlängert bis {day_in_words(said['bis'])}. Eine Bestätigung ist per E-Mail unterwegs.")
    return redirect(loan)


def _page(request: HttpRequest, loan: Loan, form: ExtendForm | None = None, status=HTTPStatus.OK) -> HttpResponse:
    said = about(loan)
    if not loan.is_over and can_extend(request.user, loan):
        said["limit"] = limit = limit_of(loan)
        said["can_go_on"] = can_go_on(loan, limit)
        said["form"] = form or ExtendForm(initial={"bis": limit.day})
    return render(request, "materials/loan_detail.html", said, status=status)


def find(request: HttpRequest, reference) -> Loan:
    return get_object_or_404(Loan.objects.visible_to(request.user).for_pages(), reference=reference)


def about(loan: Loan) -> dict:
    """What the page of a loan says, for whoever may see it."""
    hand_ons = hand_ons_of(loan)
    return {
        "loan": loan,
        "article": loan.unit.article,
        "order": loan.line.order,
        "parts": list(loan.unit.article.parts.all()),
        "standing": standing_of_loan(loan),
        "reports": list(loan.reports.with_all()),
        "counter": counter_of(loan),
        "hand_ons": hand_ons,
        "back_to": settings.RETURN_ADDRESS if loan.is_out and not any(side.is_giver for side in hand_ons) else "",
    }

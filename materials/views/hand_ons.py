"""Handing on to the next authority: who gives says what is in it, who takes says what they found."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from materials.actions.handing_on import give_on, take_over
from materials.actions.protocols import pictures_kept
from materials.borrowers import other_side
from materials.choices import HandOnState, ReportKind
from materials.errors import HandOnNotNow, PartsNotCounted
from materials.forms.hand_ons import HandOnForm
from materials.models import HandOn, Loan
from materials.permissions import can_hand_on
from materials.views.loans import find
from missione.shared.errors import Refused

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def give(request: HttpRequest, reference) -> HttpResponse:
    loan, hand_on = _find(request, reference, side="giving")
    is_due = hand_on.state == HandOnState.ARRANGED and loan.is_out
    return _answer(request, loan, hand_on, give_on, is_due=is_due, done="Danke! Die andere Dienststelle bestätigt jetzt.")


@page_or_post
def take(request: HttpRequest, reference) -> HttpResponse:
    loan, hand_on = _find(request, reference, side="taking")
    is_due = hand_on.state == HandOnState.GIVEN
    return _answer(request, loan, hand_on, take_over, is_due=is_due, done="Danke! Es ist jetzt an Sie ausgeliehen.")


def _find(request: HttpRequest, reference, *, side: str) -> tuple[Loan, HandOn]:
    loan = find(request, reference)
    hand_on = HandOn.objects.filter(**{side: loan}).for_pages().order_by("-pk").first()
    if not hand_on:
        raise Http404
    if not can_hand_on(request.user, loan):
        raise PermissionDenied
    return loan, hand_on


def _answer(request: HttpRequest, loan: Loan, hand_on: HandOn, deed: Callable, *, is_due: bool, done: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, loan, hand_on, HandOnForm(loan.unit)) if is_due else redirect(loan)
    if request.POST.get("hand_on") != str(hand_on.pk):
        messages.error(request, HandOnNotNow.sentence)
        return redirect(loan)
    form = HandOnForm(loan.unit, request.POST, request.FILES)
    return _done(request, loan, hand_on, form, deed, done) if form.is_valid() else _page(request, loan, hand_on, form)


def _done(request: HttpRequest, loan: Loan, hand_on: HandOn, form: HandOnForm, deed: Callable, done: str) -> HttpResponse:
    try:
        with pictures_kept(form.pictures) as pictures:
            report = deed(hand_on=hand_on, findings=form.findings(pictures), by=request.user)
    except PartsNotCounted as refusal:
        form.tell(refusal.problems)
        return _page(request, loan, hand_on, form)
    except Refused as refusal:
        if refusal.field in form.fields:
            form.add_error(refusal.field, str(refusal))
            return _page(request, loan, hand_on, form)
        messages.error(request, str(refusal))
    else:
        messages.success(request, done if report else "Das ist schon eingetragen.")
    return redirect(loan)


def _page(request: HttpRequest, loan: Loan, hand_on: HandOn, form: HandOnForm) -> HttpResponse:
    given = hand_on.giving.reports.filter(kind=ReportKind.GIVEN_ON).with_all()
    side = other_side(hand_on, loan)
    about = {"loan": loan, "article": loan.unit.article, "side": side, "form": form}
    if not side.is_giver:
        about["reports"] = list(given)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "materials/hand_on_form.html", about, status=status)

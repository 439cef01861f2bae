"""The waiting list: joining it, the page of a wish, and the answer to an offer."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from materials.actions.accepting import accept_offer
from materials.actions.baskets import put_in_basket
from materials.actions.waiting import join_waiting_list, withdraw_wish
from materials.answers import Wish
from materials.errors import FreeMeanwhile, WaitsAlready
from materials.forms.finding import coming_day
from materials.forms.waiting import AcceptForm, WaitForm
from materials.models import Article, LoanWish
from materials.permissions import can_answer, teams_to_order_for
from materials.standing import standing_of_wish
from materials.views.baskets import order_address
from missione.shared.errors import DifferentRequest, Refused


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks for which days and which team, then does it."""
    article = get_object_or_404(Article.objects.visible_to(request.user).lent(), slug=slug)
    teams = teams_to_order_for(request.user)
    if not teams:
        raise PermissionDenied
    if request.method != "POST":
        said = {name: coming_day(request.GET.get(name, "")) for name in ("von", "bis")}
        return _join_page(request, article, WaitForm(initial=said, teams=teams))
    form = WaitForm(request.POST, teams=teams)
    return _joined(request, article, form) if form.is_valid() else _join_page(request, article, form)


def _joined(request: HttpRequest, article: Article, form: WaitForm) -> HttpResponse:
    days = {"from_day": form.cleaned_data["von"], "to_day": form.cleaned_data["bis"]}
    try:
        wish = join_waiting_list(person=request.user, team=form.chosen_team, article=article, **days)
    except FreeMeanwhile as good_news:
        messages.success(request, str(good_news))
        put_in_basket(person=request.user, wish=Wish(article.pk, 1, *days.values()))
        return redirect(order_address())
    except WaitsAlready as refusal:
        messages.error(request, str(refusal))
        return redirect(LoanWish.objects.open().get(team=form.chosen_team, article=article))
    except Refused as refusal:
        form.add_error("von", str(refusal))
        return _join_page(request, article, form)
    messages.success(request, "Sie stehen auf der Warteliste. Sobald etwas frei wird, schreiben wir Ihnen.")
    return redirect(wish)


def _join_page(request: HttpRequest, article: Article, form: WaitForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "materials/wish_form.html", {"article": article, "form": form}, status=status)


@require_safe
def wish_page(request: HttpRequest, reference) -> HttpResponse:
    return _page(request, _find(request, reference))


def accept(request: HttpRequest, reference) -> HttpResponse:
    wish = _find(request, reference)
    if request.method != "POST":
        return redirect(wish)
    if not can_answer(request.user, wish):
        raise PermissionDenied
    form = _accept_form(wish, request.POST)
    if not form.is_valid():
        return _page(request, wish, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        order = accept_offer(wish=wish, person=request.user, answers=form.answers, request_key=form.cleaned_data["request_key"])
    except DifferentRequest as refusal:
        form.add_error(None, str(refusal))
        form.renew_key()
        return _page(request, wish, form, HTTPStatus.CONFLICT)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(wish)
    messages.success(request, "Das ist jetzt für Sie reserviert. Eine Bestätigung ist per E-Mail unterwegs zu Ihnen.")
    return redirect(order)


def withdraw(request: HttpRequest, reference) -> HttpResponse:
    wish = _find(request, reference)
    if request.method != "POST":
        return redirect(wish)
    if not can_answer(request.user, wish):
        raise PermissionDenied
    said = "Sie haben abgesagt. Das Angebot geht an die Nächsten." if wish.is_offered else "Sie stehen nicht mehr auf der Liste."
    try:
        withdraw_wish(wish=wish)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(wish)


def _accept_form(wish: LoanWish, *sent) -> AcceptForm:
    return AcceptForm(*sent, addresses=list(wish.team.agency.delivery_addresses.all()))


def _page(request: HttpRequest, wish: LoanWish, form: AcceptForm | None = None, status=HTTPStatus.OK) -> HttpResponse:
    may = wish.is_open and can_answer(request.user, wish)
    if may and wish.is_offered:
        form = (form or _accept_form(wish)).drawn()
    about = {
        "wish": wish,
        "article": wish.article,
        "standing": standing_of_wish(wish),
        "may": may,
        "form": form,
        "ahead": LoanWish.objects.before(wish).count() if wish.is_waiting else 0,
        "loan": wish.loans.filter(line__isnull=False).select_related("line__order").first() if wish.is_taken else None,
    }
    return render(request, "materials/wish_detail.html", about, status=status)


def _find(request: HttpRequest, reference) -> LoanWish:
    return get_object_or_404(LoanWish.objects.visible_to(request.user).for_pages(), reference=reference)

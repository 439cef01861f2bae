"""The basket: in a table for who is logged in, in the session for a guest."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from materials import session_basket
from materials.actions import baskets
from materials.answers import Wish
from materials.availability import Availability
from materials.choices import Subject
from materials.facts import pieces
from materials.forms.basket import BasketForm
from materials.models import Article
from materials.permissions import teams_to_order_for
from materials.standing import days_of_loan
from missione.shared.validators import without_control_characters


def order_address() -> str:
    return f"{reverse('materials:contact')}?worum={Subject.MATERIAL}"


@login_not_required
def basket(request: HttpRequest) -> HttpResponse:
    """The basket is the order form itself; here things are put into it."""
    return _put(request) if request.method == "POST" else redirect(order_address())


def _put(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.visible_to(request.user).orderable()
    article = get_object_or_404(articles, slug=without_control_characters(request.POST.get("artikel", "")))
    form = BasketForm(request.POST, article=article)
    if not form.is_valid():
        return render(request, "materials/basket_form.html", {"article": article, "form": form}, status=422)
    if article.is_loan and not (answer := Availability.of(article).answer(form.wish.from_day, form.wish.to_day)).can_be_had:
        said = {"article": article, "form": form, "answer": answer, "can_wait": bool(teams_to_order_for(request.user))}
        return render(request, "materials/basket_form.html", said, status=409)
    others = [wish for wish in wishes_of(request) if wish.article != article.pk]
    keep(request, [*others, form.wish])
    messages.success(request, f"Im Korb: {in_the_basket(article, form.wish)}.")
    return redirect(article)


def wishes_of(request: HttpRequest) -> list[Wish]:
    if request.user.is_authenticated:
        rows = request.user.basket.values_list("article", "quantity", "from_day", "to_day")
        return [Wish(*row) for row in rows]
    return session_basket.wishes_in(request.session)


def in_the_basket(article: Article, wish: Wish) -> str:
    """40 Stück Plakat „Licht aus“; or what is lent, and its days."""
    if article.is_loan:
        return f"{article.title}, {days_of_loan(wish)}" if wish.from_day and wish.to_day else article.title
    return f"{pieces(wish.quantity)} {article.title}"


def keep(request: HttpRequest, wishes: Iterable[Wish]) -> None:
    if request.user.is_authenticated:
        baskets.keep_basket(person=request.user, wishes=wishes)
    else:
        session_basket.keep_wishes(request.session, wishes)


def articles_in_basket(request: HttpRequest) -> int:
    return len(wishes_of(request))

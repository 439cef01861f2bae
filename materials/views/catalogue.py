"""The catalogue: the list, one article, its picture."""

from datetime import date, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from materials.availability import Availability
from materials.facts import arrives_on, in_packs, most_now, quotas_of, suggestion_for
from materials.forms.basket import BasketForm
from materials.forms.finding import Wanted, coming_day
from materials.glance import glances_at, picture_of
from materials.models import Article, Document
from materials.months import months_of
from materials.permissions import agency_to_order_for, are_of_several_agencies, teams_to_order_for
from materials.standing import stock_of
from materials.views.baskets import articles_in_basket, in_the_basket, wishes_of
from teams.models import Agency

PER_PAGE = 12


@login_not_required
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    wanted = Wanted(request.GET)
    articles = wanted.among(Article.objects.visible_to(request.user)).with_units(*(wanted.days or ())).in_order()
    page = Paginator(articles, PER_PAGE).get_page(wanted.page)
    agency, whose = own_authority(request.user)
    found = {
        "page": page,
        "glances": glances_at(page.object_list, agency, whose),
        "wanted": wanted,
        "chips": wanted.chips(),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "materials/_results.html", found)
        push_url(response, request.path + wanted.address())
    else:
        more = {"filter_form": wanted.form(), "in_basket": articles_in_basket(request)}
        response = render(request, "materials/article_list.html", {**found, **more})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
@require_safe
def article_page(request: HttpRequest, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(request.user).with_units(), slug=slug)
    return render(request, "materials/article_detail.html", about(request, article))


def about(request: HttpRequest, article: Article) -> dict:
    agency, whose = own_authority(request.user)
    quota = quotas_of(agency, [article]).get(article.pk)
    suggestion = suggestion_for(article, agency)
    laid = {wish.article: wish for wish in wishes_of(request)}
    mine = laid.get(article.pk)
    days = {"von": mine.from_day, "bis": mine.to_day} if mine else {}
    days |= _wished_days(request.GET)
    number = mine.quantity if mine else _sensible(article, quota, suggestion)
    return {
        "article": article,
        "picture": picture_of(article),
        "standing": stock_of(article),
        "parts": list(article.parts.all()) if article.is_loan else [],
        "arrives_on": arrives_on(article.lead_time_days) if article.is_give_away and article.free > 0 else None,
        "agency": agency,
        "whose": whose,
        "quota": quota,
        "suggestion": suggestion,
        "twin": twin_of(article, request.user),
        "form": BasketForm(article=article, initial={"menge": number, **days}),
        "laid": in_the_basket(article, mine) if mine else "",
        "in_basket": len(laid),
        **(when_it_is_free(request, article, days) if article.is_loan else {}),
    }


def _wished_days(query: QueryDict) -> dict[str, date]:
    """As a link fills them in; what says no day is left out."""
    said = {name: coming_day(query.get(name, "")) for name in ("von", "bis")}
    return {name: date.fromisoformat(day) for name, day in said.items() if day}


def when_it_is_free(request: HttpRequest, article: Article, days: dict[str, date]) -> dict:
    """Three months, when it can be had next, and what is true of the days that somebody has in mind."""
    available = Availability.of(article)
    start = available.next_start(article.min_days)
    end = start + timedelta(days=article.min_days - 1) if start else None
    return {
        "units": available.units,
        "months": months_of(available, request.GET.get("monat", "")),
        "next_start": start,
        "free_then": available.how_many(start, end) if start else 0,
        "wished": f"&{urlencode(days)}" if days else "",
        "answer": available.answer(days["von"], days["bis"]) if len(days) == 2 else None,
        "can_wait": bool(teams_to_order_for(request.user)),
    }


def _sensible(article: Article, quota, suggestion: int | None) -> int | None:
    """What the rule of thumb says, less what the authority has had this year, as far as it can be had."""
    missing = in_packs(article, max(0, suggestion - (quota.used if quota else 0))) if suggestion else 0
    most = most_now(article, quota)
    return (missing if most is None else min(missing, most)) or None


def twin_of(article: Article, person) -> Document | None:
    return Document.objects.visible_to(person).filter(pk=article.document_id).first() if article.document_id else None


def own_authority(person) -> tuple[Agency | None, str]:
    """The one that the order form begins with, as nobody has chosen a team yet; by its name, if the person is in several."""
    teams = teams_to_order_for(person)
    agency = agency_to_order_for(person, teams[0] if teams else None)
    return agency, str(agency) if are_of_several_agencies(teams) else "Ihre Dienststelle"

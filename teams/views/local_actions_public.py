"""What teams all over the state do: the public list and the page of one action. No person is named."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from teams.effects import effect_of
from teams.forms.local_action_finding import Wanted
from teams.models import LocalAction

PER_PAGE = 30
VIEWS = {"upcoming": ("local_actions:list", "Kommende"), "past": ("local_actions:past", "Vergangene")}


@login_not_required
@require_safe
def action_list(request: HttpRequest, view: str) -> HttpResponse:
    there = getattr(LocalAction.objects.public(), view)()
    wanted = Wanted(request.GET)
    page = Paginator(wanted.among(there), PER_PAGE).get_page(wanted.page)
    found = {"view": view, "page": page, "months": _by_month(page), "wanted": wanted, "chips": wanted.chips()}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "teams/_local_action_results.html", found)
        push_url(response, request.path + wanted.address())
    else:
        more = {"views": VIEWS, "filter_form": wanted.form(view, there.months())}
        response = render(request, "teams/local_action_calendar.html", {**found, **more})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
@require_safe
def action_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Also for its own team and for staff, as everybody else sees it: before it is public, there is nothing to see here."""
    action = get_object_or_404(LocalAction.objects.public(), slug=slug)
    context = {"action": action, "effect": effect_of(action), "pictures": list(action.pictures.shown_to_all())}
    return render(request, "teams/local_action_public.html", context)


def _by_month(page: Page) -> list:
    """Under the month in which they begin."""
    months = groupby(page.object_list, key=lambda action: action.starts_on.replace(day=1))
    return [(month, list(actions)) for month, actions in months]

"""How a view finds the team and the action of its address. What a person may not see is not there."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from teams.models import LocalAction, Team
from teams.permissions import can_lead, can_work_in


def with_team(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def find(request: HttpRequest, slug: str) -> HttpResponse:
        return view(request, find_team(request, slug))

    return find


def with_action(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The action among those of the team in the address: another team's is not there."""

    @wraps(view)
    def find(request: HttpRequest, slug: str, action: str, **rest) -> HttpResponse:
        team = find_team(request, slug)
        found = get_object_or_404(LocalAction.objects.of_team(team), slug=action)
        found.team = team
        return view(request, found, **rest)

    return find


def for_members(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only who belongs to the team enters something; while it rests there is nothing to enter."""

    @wraps(view)
    def ask(request: HttpRequest, found: Team | LocalAction, **rest) -> HttpResponse:
        team = found if isinstance(found, Team) else found.team
        _require_membership(request, team)
        if request.method != "POST" and not team.is_at_work:
            messages.info(request, "Ihr Team ruht zurzeit. Eintragen können Sie wieder, wenn es weiterarbeitet.")
            return redirect("teams:actions", team.slug)
        return view(request, found, **rest)

    return ask


def for_members_of_a_resting_team_too(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What must be possible at any time."""

    @wraps(view)
    def ask(request: HttpRequest, found: LocalAction, **rest) -> HttpResponse:
        _require_membership(request, found.team)
        return view(request, found, **rest)

    return ask


def for_the_lead(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def ask(request: HttpRequest, found: LocalAction, **rest) -> HttpResponse:
        if not can_lead(request.user, found.team):
            raise PermissionDenied("Löschen kann eine Aktion nur die Leitung des Teams.")
        return view(request, found, **rest)

    return ask


def _require_membership(request: HttpRequest, team: Team) -> None:
    if not can_work_in(request.user, team):
        raise PermissionDenied


def find_team(request: HttpRequest, slug: str) -> Team:
    return get_object_or_404(Team.objects.visible_to(request.user).select_related("agency"), slug=slug)

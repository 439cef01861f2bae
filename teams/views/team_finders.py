"""How a view finds the team of its address. A team that a person may not see is not there; what only its lead does is refused."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from missione.shared.errors import Refused
from teams.models import Membership, Team
from teams.permissions import can_lead


def with_team(view):
    """Gives the view a team of the person's, or any to the campaign team."""

    @wraps(view)
    def find(request: HttpRequest, slug: str, **parts) -> HttpResponse:
        teams = Team.objects.visible_to(request.user).select_related("agency")
        return view(request, get_object_or_404(teams, slug=slug), **parts)

    return find


def with_own_membership(view):
    """Gives the view the person's own membership. For anybody else the team is not there."""

    @wraps(view)
    def find(request: HttpRequest, slug: str, **parts) -> HttpResponse:
        own = Membership.objects.of(request.user).select_related("team__agency")
        return view(request, get_object_or_404(own, team__slug=slug), **parts)

    return find


def for_the_lead(view):
    """Gives the view a team that the person leads."""

    @with_team
    @wraps(view)
    def ask(request: HttpRequest, team: Team, **parts) -> HttpResponse:
        if not can_lead(request.user, team):
            raise PermissionDenied
        return view(request, team, **parts)

    return ask


def deed_of_the_lead(view):
    """The view does it and says so in a sentence. Only the button does it: a GET, as after logging in, leads to the members."""

    @for_the_lead
    @wraps(view)
    def do(request: HttpRequest, team: Team, **parts) -> HttpResponse:
        if request.method == "POST":
            answer(request, lambda: view(request, team, **parts))
        return redirect("teams:members", team.slug)

    return do


def answer(request: HttpRequest, deed) -> bool:
    """Whether it was done; the sentence about it waits for the next page."""
    try:
        messages.success(request, deed())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True

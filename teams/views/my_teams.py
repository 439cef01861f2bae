"""Which teams a person belongs to, and where a registration stands."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from missione.shared.errors import DifferentRequest, Refused
from teams import actions
from teams.choices import TeamState
from teams.forms.registering import AnswerForm
from teams.models import Person, Team
from teams.views.joining import open_wishes
from teams.views.registering import draft_of, next_page


@require_safe
def my_teams(request: HttpRequest) -> HttpResponse:
    """Who has one team or one registration goes there; who has none is told how to get one."""
    teams = list(Team.objects.of(request.user).select_related("agency"))
    draft = draft_of(request.user)
    alive = [team for team in teams if team.is_alive]
    shown = alive if alive or draft else [team for team in teams if team.state == TeamState.DECLINED][-1:]
    if len(shown) == 1 and not draft:
        return redirect(page_of(shown[0]))
    rows = [{"team": team, "address": page_of(team)} for team in shown]
    context = {
        "rows": rows,
        "draft": draft,
        "draft_address": next_page(draft) if draft else "",
        "wishes": open_wishes(request.user),
    }
    return render(request, "teams/my_teams.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """Where it stands, since when, and what comes next; a question of staff is answered here."""
    team = _own(request.user, slug)
    if team.is_let_in:
        return redirect(team)
    if team.state == TeamState.ENDED:
        return redirect("teams:my_teams")
    if request.method == "POST":
        return _answer(request, team)
    return _page(request, team, AnswerForm())


def _answer(request: HttpRequest, team: Team) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        if "request_key" in form.errors:
            form.renew_key()
        return _page(request, team, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    try:
        actions.answer_question(team=team, person=request.user, answer=said["answer"], request_key=said["request_key"])
    except DifferentRequest as refusal:
        form.add_error(None, str(refusal))
        form.renew_key()
        return _page(request, team, form, HTTPStatus.CONFLICT)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ihre Antwort ist beim Kampagnenteam angekommen.")
    return redirect("teams:registration", team.slug)


@require_POST
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        actions.withdraw_registration(team=_own(request.user, slug), person=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Ihre Anmeldung ist zurückgezogen.")
    return redirect("teams:my_teams")


def _own(person: Person, slug: str) -> Team:
    return get_object_or_404(Team.objects.registered_by(person).select_related("agency", "registered_by"), slug=slug)


def _page(request: HttpRequest, team: Team, form: AnswerForm, status=HTTPStatus.OK) -> HttpResponse:
    last = actions.last_step(team)
    return render(
        request,
        "teams/registration.html",
        {"team": team, "last": last, "since": last.at if last else team.asked_at, "form": form},
        status=status,
    )


def page_of(team: Team) -> str:
    return team.get_absolute_url() if team.is_let_in else reverse("teams:registration", args=[team.slug])

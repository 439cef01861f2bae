"""Deeds on one team, and the page that shows all of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from missione.shared.errors import Refused
from missione.shared.fields import Words
from teams import actions
from teams.admin.base import note, work_view
from teams.choices import TeamState
from teams.facts import check_domain, doubles_of, perhaps_meant
from teams.forms.registering import LONGEST_TEXT
from teams.models import Team

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


class WordsForm(forms.Form):
    use_required_attribute = False  # the server says it, in words that help
    words = Words(
        label="Was die Person liest",
        what="den Text",
        longest=LONGEST_TEXT,
        error_messages={"required": "Schreiben Sie, was die Person lesen soll."},
    )

    def __init__(self, *args, label: str, required: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = label, required


QUESTION = {"label": "Ihre Frage an die Person"}
REASON = {"label": "Der Grund, wie ihn die Person liest"}
NOTE = {"label": "Nachricht an die Mitglieder", "required": False}


@work_view
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    team = find(pk)
    with refusals_told(request):
        actions.approve_team(team=team, by=request.user, seen=_seen(request))
        return _decided(request, team, "Freigeschaltet.", f"„{team}“ ist freigeschaltet.")
    return to_team(team)


@work_view
@page_or_post
def question(request: HttpRequest, pk: int) -> HttpResponse:
    def ask(team, words):
        actions.ask_back(team=team, by=request.user, question=words, seen=_seen(request))

    return _with_words(request, find(pk), ask, "Rückfrage stellen", "Rückfrage gestellt.", QUESTION)


@work_view
@page_or_post
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    def decline_it(team, words):
        actions.decline_team(team=team, by=request.user, reason=words, seen=_seen(request))

    return _with_words(request, find(pk), decline_it, "Anmeldung ablehnen", "Abgelehnt.", REASON)


@work_view
@page_or_post
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    def rest_it(team, words):
        actions.rest_team(team=team, by=request.user, note=words)

    return _with_words(request, find(pk), rest_it, "Team ruhen lassen", "Ruht.", NOTE)


@work_view
@require_POST
def wake(request: HttpRequest, pk: int) -> HttpResponse:
    team = find(pk)
    with refusals_told(request):
        actions.wake_team(team=team, by=request.user)
        note(request, team, "Aufgeweckt.")
        messages.success(request, f"„{team}“ ist wieder freigeschaltet.")
    return to_team(team)


@work_view
@page_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    def end_it(team, words):
        actions.end_team(team=team, by=request.user, note=words)

    return _with_words(request, find(pk), end_it, "Team beenden", "Beendet.", NOTE)


def _with_words(
    request: HttpRequest, team: Team, deed: Callable[[Team, str], None], title: str, done: str, words: dict
) -> HttpResponse:
    """A deed that takes a text: from the team's page, or from one of its own."""
    form = WordsForm(request.POST or None, **words)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            deed(team, form.cleaned_data["words"])
            return _decided(request, team, done, f"„{team}“: {done}")
        return to_team(team)
    return team_page(request, "words", title, team, form, seen=_seen(request))


def _decided(request: HttpRequest, team: Team, done: str, sentence: str) -> HttpResponse:
    """On to what else is waiting."""
    note(request, team, done)
    messages.success(request, sentence)
    return redirect(reverse("admin:teams_team_changelist") + "?stand=offen")


def _seen(request: HttpRequest) -> int | None:
    """The last step that stood on the page. What is no number is as good as none: the action looks at the state anyway."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 15 else None


# --- what these pages share ---------------------------------------------------------------------------


def find(pk: int) -> Team:
    return get_object_or_404(Team.objects.select_related("agency", "registered_by"), pk=pk)


def to_team(team: Team) -> HttpResponse:
    return redirect("admin:teams_team_change", team.pk)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """A no of the action becomes a message; what stands behind it in the block is not reached."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))


def team_page(request: HttpRequest, name: str, title: str, team: Team, form: forms.Form, **context) -> HttpResponse:
    frame = {**admin.site.each_context(request), "opts": Team._meta, "title": title, "subtitle": str(team)}
    context |= {"form": form, "team": team}
    return TemplateResponse(request, f"admin/teams/team/{name}.html", {**frame, **context}, status=422 if form.errors else 200)


def whole_picture(team: Team) -> dict:
    """All that staff look at before they decide, and what happened so far."""
    newest = actions.last_step(team)
    return {
        "team": team,
        "check": check_domain(team) if team.is_undecided else None,
        "doubles": doubles_of(team)[:10] if team.is_undecided else [],
        "meant": [] if team.agency.is_confirmed else perhaps_meant(team.agency),
        "members": team.memberships.select_related("person"),
        "changes": team.changes.select_related("by"),
        "seen": newest.pk if newest else "",
        "question_form": WordsForm(auto_id="frage_%s", **QUESTION),
        "reason_form": WordsForm(auto_id="grund_%s", **REASON),
        "can_ask": team.state == TeamState.ASKED,
    }

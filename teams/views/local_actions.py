"""A team's own actions: the list, one action, and the deeds on it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from missione.shared.errors import DifferentRequest, Refused
from teams.actions import local_actions as actions
from teams.effects import effect_of
from teams.forms.local_actions import ChangeForm, PlanForm, ReasonForm
from teams.models import LocalAction, Team
from teams.permissions import can_lead, can_work_in
from teams.views.local_actions_finders import for_members, for_the_lead, with_action, with_team

PER_PAGE = 25


@require_safe
@with_team
def action_list(request: HttpRequest, team: Team) -> HttpResponse:
    own = LocalAction.objects.of_team(team)
    past = Paginator(own.past(), PER_PAGE).get_page(request.GET.get("seite"))
    context = {"team": team, "upcoming": _of(team, own.upcoming()), "page": past, "past": _of(team, past.object_list)}
    return render(request, "teams/local_action_list.html", {**context, "can_work": _may_enter(request, team)})


@require_safe
@with_action
def action_page(request: HttpRequest, action: LocalAction) -> HttpResponse:
    can_work = _may_enter(request, action.team)
    return render(
        request,
        "teams/local_action_detail.html",
        {
            "team": action.team,
            "action": action,
            "effect": effect_of(action),
            "pictures": list(action.pictures.all()),
            "can_work": can_work and not action.is_cancelled,
            "can_remove_pictures": can_work_in(request.user, action.team),
            "can_cancel": can_work and not action.is_cancelled and not action.is_over,
            "can_delete": can_work and can_lead(request.user, action.team),
        },
    )


@with_team
@for_members
def plan(request: HttpRequest, team: Team) -> HttpResponse:
    form = PlanForm.of_team(team, request.POST if request.method == "POST" else None)
    context = {"team": team, "step": "Aktion planen", "button": "Aktion eintragen"}
    if form.is_valid():
        try:
            action = actions.plan_action(team=team, by=request.user, said=form.said, request_key=form.cleaned_data["request_key"])
        except Refused as refusal:
            return form_page(request, "teams/local_action_new.html", form, refusal, **context)
        messages.success(request, "Die Aktion ist eingetragen.")
        return redirect(action.team_url)
    return form_page(request, "teams/local_action_new.html", form, **context)


@with_action
@for_members
def change(request: HttpRequest, action: LocalAction) -> HttpResponse:
    if action.is_cancelled:
        messages.info(request, actions.ActionCalledOff.sentence)
        return redirect(action.team_url)
    form = ChangeForm.of(action, request.POST if request.method == "POST" else None)
    context = {"team": action.team, "action": action, "step": "Aktion bearbeiten", "button": "Änderungen speichern"}
    if form.is_valid():
        try:
            actions.change_action(action=action, said=form.said, seen_at=form.cleaned_data["seen_at"])
        except actions.ChangedInBetween as refusal:
            stored = LocalAction.objects.get(pk=action.pk)
            form.see(stored)
            return form_page(
                request, "teams/local_action_step.html", form, refusal, differences=form.differences(stored), **context
            )
        except Refused as refusal:
            return form_page(request, "teams/local_action_step.html", form, refusal, **context)
        messages.success(request, "Ihre Änderungen sind gespeichert.")
        return redirect(action.team_url)
    return form_page(request, "teams/local_action_step.html", form, **context)


@with_action
@for_members
def cancel(request: HttpRequest, action: LocalAction) -> HttpResponse:
    if action.is_cancelled or action.is_over:
        return redirect(action.team_url)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    context = {"team": action.team, "action": action, "step": "Aktion absagen?", "button": "Aktion absagen"}
    if form.is_valid():
        try:
            actions.cancel_action(action=action, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            return form_page(request, "teams/local_action_cancel.html", form, refusal, **context)
        messages.success(request, "Die Aktion ist abgesagt.")
        return redirect(action.team_url)
    return form_page(request, "teams/local_action_cancel.html", form, **context)


@with_action
@for_the_lead
def delete(request: HttpRequest, action: LocalAction) -> HttpResponse:
    if request.method != "POST":
        context = {"team": action.team, "action": action, "step": "Aktion löschen?"}
        return render(request, "teams/local_action_delete.html", context)
    try:
        actions.delete_action(action=action)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(action.team_url)
    messages.success(request, f"Die Aktion „{action}“ ist gelöscht.")
    return redirect("teams:actions", action.team.slug)


def form_page(request: HttpRequest, template: str, form, refusal: Refused | None = None, **context) -> HttpResponse:
    """The form, or the form again with what was typed and what is wrong; 409 where something else came in between."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or refusal else HTTPStatus.OK
    if refusal:
        form.add_error(refusal.field or None, str(refusal))
    if isinstance(refusal, DifferentRequest | actions.ChangedInBetween):
        status = HTTPStatus.CONFLICT
    if isinstance(refusal, actions.ChangedInBetween):
        context["summary_title"] = "Inzwischen geändert"
    if isinstance(refusal, DifferentRequest) or "request_key" in form.errors:
        form.renew_key()
    return render(request, template, {"form": form, **context}, status=status)


def _may_enter(request: HttpRequest, team: Team) -> bool:
    return team.is_at_work and can_work_in(request.user, team)


def _of(team: Team, found) -> list[LocalAction]:
    """The rows know their team without asking for it."""
    rows = list(found)
    for action in rows:
        action.team = team
    return rows

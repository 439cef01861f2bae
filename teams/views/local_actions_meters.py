"""The meters of an action: what was read before and during it, and what that comes to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missione.shared.errors import Refused
from teams.actions import local_actions as actions
from teams.actions import meters as deeds
from teams.effects import effect_of
from teams.forms.meters import ChangeMeterForm, NewMeterForm
from teams.models import LocalAction, MeterReading
from teams.views.local_actions import form_page
from teams.views.local_actions_finders import for_members, with_action


@with_action
@for_members
def meters(request: HttpRequest, action: LocalAction) -> HttpResponse:
    """Those that are there, and a form for one more."""
    form = NewMeterForm.of_action(action, request.POST if request.method == "POST" else None)
    context = {"team": action.team, "action": action, "step": "Messwerte", "button": "Zähler eintragen"}
    if form.is_valid():
        try:
            deeds.enter_meter(
                action=action,
                by=request.user,
                name=form.cleaned_data["meter"],
                periods=form.periods,
                request_key=form.cleaned_data["request_key"],
            )
        except Refused as refusal:
            return form_page(request, "teams/local_action_meters.html", form, refusal, **context, **_entered(action))
        messages.success(request, "Der Zähler ist eingetragen.")
        return redirect("teams:action_meters", action.team.slug, action.slug)
    return form_page(request, "teams/local_action_meters.html", form, **context, **_entered(action))


@with_action
@for_members
def meter(request: HttpRequest, action: LocalAction, number: int) -> HttpResponse:
    readings = _readings(action, number)
    context = {"team": action.team, "action": action, "step": readings[0].meter, "button": "Änderungen speichern"}
    form = ChangeMeterForm.of(readings, deeds.version_of(readings), request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = {"name": form.cleaned_data["meter"], "periods": form.periods, "seen": form.cleaned_data["seen"]}
        try:
            deeds.change_meter(action=action, number=number, **said)
        except actions.ChangedInBetween as refusal:
            stored = _readings(action, number)
            form.see(deeds.version_of(stored))
            return form_page(
                request, "teams/local_action_meter.html", form, refusal, differences=form.differences(stored), **context
            )
        except Refused as refusal:
            return form_page(request, "teams/local_action_meter.html", form, refusal, **context)
        messages.success(request, "Ihre Änderungen sind gespeichert.")
        return redirect("teams:action_meters", action.team.slug, action.slug)
    return form_page(request, "teams/local_action_meter.html", form, **context)


@with_action
@for_members
def remove(request: HttpRequest, action: LocalAction, number: int) -> HttpResponse:
    readings = _readings(action, number)
    if request.method != "POST":
        context = {"team": action.team, "action": action, "step": "Zähler entfernen?", "name": readings[0].meter}
        return render(request, "teams/local_action_meter_remove.html", context)
    try:
        deeds.remove_meter(action=action, number=number)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Der Zähler „{readings[0].meter}“ ist entfernt.")
    return redirect("teams:action_meters", action.team.slug, action.slug)


def _readings(action: LocalAction, number: int) -> list[MeterReading]:
    readings = list(action.readings.filter(number=number)) if number < 100 else []
    if not readings:
        raise Http404
    return readings


def _entered(action: LocalAction) -> dict:
    effect = effect_of(action)
    numbers = sorted({reading.number for reading in action.readings.all()})
    return {"effect": effect, "entered": list(zip(numbers, effect.outcome.meters, strict=True))}

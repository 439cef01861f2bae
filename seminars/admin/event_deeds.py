"""Deeds on one event: show it, call it off, copy it."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from seminars import actions
from seminars.admin.base import refusals_told, work_page, work_view
from seminars.admin.days import NewDaysFormSet, as_typed
from seminars.admin.forms import ReasonForm
from seminars.choices import OPEN, State
from seminars.models import Event

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@work_view
@require_POST
def publish(request, pk):
    event = find(pk)
    with refusals_told(request):
        actions.publish_event(event=event)
        note(request, event, "Veröffentlicht.")
        messages.success(request, "Der Termin ist veröffentlicht.")
        if not event.offer.is_live:
            messages.warning(request, "Zu sehen ist er erst, wenn auch das Angebot veröffentlicht ist.")
    return to_event(event)


@work_view
@page_or_post
def cancel(request, pk):
    event = find(pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            actions.cancel_event(event=event, reason=form.cleaned_data["reason"])
            note(request, event, "Abgesagt.")
            messages.success(request, "Der Termin ist abgesagt. Alle Betroffenen bekommen eine E-Mail.")
        return to_event(event)
    return event_page(request, "cancel", event, "Termin absagen", form=form, concerned=concerned_by(event))


@work_view
@page_or_post
def copy(request, pk):
    event = find(pk)
    days = [{**as_typed(day), "day": None} for day in event.days.all()]
    formset = NewDaysFormSet(request.POST or None, initial=days)
    if request.method == "POST" and formset.is_valid():
        with refusals_told(request):
            event = actions.copy_event(event=event, days=formset.spans)
            note(request, event, "Durch Kopieren angelegt.")
            messages.success(request, "Der neue Termin ist als Entwurf angelegt. Prüfen und veröffentlichen Sie ihn.")
        return to_event(event)
    return event_page(request, "copy", event, "Termin kopieren", formset=formset)


# --- what these and the other pages of an event share ---


def find(pk: int) -> Event:
    return get_object_or_404(Event.objects.select_related("offer"), pk=pk)


def to_event(event: Event):
    return redirect("admin:seminars_event_change", event.pk)


def event_page(request, template: str, event: Event, title: str, **context):
    return work_page(
        request, f"admin/seminars/event/{template}.html", model=Event, title=title, subtitle=str(event), event=event, **context
    )


def note(request, row, sentence: str) -> None:
    """Into the row's history, where staff see who did what."""
    note_all(request, [row], sentence)


def note_all(request, rows: Iterable, sentence: str) -> None:
    LogEntry.objects.log_actions(user_id=request.user.pk, queryset=list(rows), action_flag=CHANGE, change_message=sentence)


def concerned_by(event: Event) -> list[tuple[str, int]]:
    """How many people hear of a cancellation, by state; of seats without a name it is the lead of the team."""
    counted = dict(event.bookings.named().filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk")))
    people = [(State(state).label, counted[state]) for state in OPEN if state in counted]
    unnamed = event.bookings.unnamed().count()
    return people + ([("Plätze ohne Namen, für die Teamleitung", unnamed)] if unnamed else [])

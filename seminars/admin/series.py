"""„Serie anlegen“: first the dates are shown, then drafts are made of those that are wanted."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.moments import PLAUSIBLE, DayInput
from seminars import actions
from seminars.actions.events import Span, days_on, monthly_dates, repeated_dates
from seminars.admin.base import refusals_told, work_view
from seminars.admin.event_deeds import event_page, find, note, page_or_post
from seminars.models import Event

MONTHLY = "monat"


class SeriesForm(forms.Form):
    first = forms.DateField(label="Erster neuer Termin", widget=DayInput, validators=PLAUSIBLE)
    rhythm = forms.ChoiceField(
        label="Rhythmus",
        choices=[
            ("1", "jede Woche"),
            ("2", "alle 2 Wochen"),
            ("3", "alle 3 Wochen"),
            ("4", "alle 4 Wochen"),
            (MONTHLY, "jeden Monat, am gleichen Wochentag des Monats (zum Beispiel jeden zweiten Dienstag)"),
        ],
        initial=MONTHLY,
    )
    count = forms.IntegerField(label="Wie viele", min_value=1, max_value=53, initial=6)

    def dates(self) -> list[date]:
        given = self.cleaned_data
        if given["rhythm"] == MONTHLY:
            return monthly_dates(first=given["first"], count=given["count"])
        return repeated_dates(first=given["first"], weeks_between=int(given["rhythm"]), count=given["count"])


@dataclass
class Proposal:
    """One date of the series, as the page shows it: its days, or why it cannot be."""

    day: date
    spans: list[Span] = field(default_factory=list)
    refusal: str = ""
    is_taken: bool = False


@work_view
@page_or_post
def series(request, pk):
    event = find(pk)
    form = SeriesForm(request.POST or (request.GET if "first" in request.GET else None))
    proposals = proposals_for(event, form.dates()) if form.is_bound and form.is_valid() else []
    if request.method == "POST" and proposals:
        wanted = [p.day for p in proposals if not p.refusal and p.day.isoformat() in request.POST.getlist("date")]
        if wanted:
            return create(request, event, wanted)
        messages.error(request, "Wählen Sie mindestens ein Datum aus.")
    return event_page(request, "series", event, "Serie anlegen", form=form, proposals=proposals)


def create(request, event, dates):
    with refusals_told(request):
        made = actions.create_series(event=event, dates=dates)
        for one in made:
            note(request, one, "Als Teil einer Serie angelegt.")
        dates = "1 Termin ist" if len(made) == 1 else f"{len(made)} Termine sind"
        messages.success(request, f"{dates} als Entwurf angelegt. Bitte prüfen und dann veröffentlichen.")
    return redirect(f"{reverse('admin:seminars_event_changelist')}?offer__id__exact={event.offer_id}&stand=entwurf")


def proposals_for(event: Event, dates: list[date]) -> list[Proposal]:
    taken = {
        starts_at.astimezone(clock.BERLIN).date()
        for starts_at in Event.objects.filter(offer=event.offer, cancelled_at=None).values_list("starts_at", flat=True)
    }
    days = list(event.days.all())
    return [proposal(days, day, is_taken=day in taken) for day in dates]


def proposal(days, day: date, *, is_taken: bool) -> Proposal:
    try:
        spans = days_on(days, day)
    except Refused as refusal:
        return Proposal(day, refusal=str(refusal))
    if spans[0].has_begun:
        return Proposal(day, refusal=f"Der {day:%d.%m.%Y} liegt in der Vergangenheit.")
    return Proposal(day, spans=spans, is_taken=is_taken)

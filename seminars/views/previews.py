"""How a draft will look: for the Kampagnenteam only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from seminars.models import Event, Offer
from seminars.permissions import can_run_events
from seminars.views.finding import about, dates_of


def event(request: HttpRequest, pk: int) -> HttpResponse:
    _require_staff(request)
    found = get_object_or_404(Event.objects.select_related("offer"), pk=pk)
    others = [other for other in dates_of(found.offer, request.user) if other != found]
    return render(request, "seminars/event_detail.html", {**about(found, others), "is_preview": True})


def offer(request: HttpRequest, pk: int) -> HttpResponse:
    _require_staff(request)
    found = get_object_or_404(Offer, pk=pk)
    context = {"offer": found, "events": dates_of(found, request.user), "is_preview": True}
    return render(request, "seminars/offer_detail.html", context)


def _require_staff(request: HttpRequest) -> None:
    """For everybody else a draft is not there."""
    if not can_run_events(request.user):
        raise Http404

"""How a draft will look: for the Kampagnenteam only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from seminars.handed_out import hand_outs_of
from seminars.models import Event, Offer
from seminars.permissions import can_run_events
from seminars.views.finding import about, dates_of


def event(request: HttpRequest, pk: int) -> HttpResponse:
    _require_staff(request)
    found = get_object_or_404(Event.objects.select_related("offer"), pk=pk)
    others = [other for other in dates_of(found.offer, request.user) if other != found]
    hand_outs = hand_outs_of(found.offer, request.user)
    return render(request, "seminars/event_detail.html", {**about(found, others, hand_outs), "is_preview": True})


def offer(request: HttpRequest, pk: int) -> HttpResponse:
    _require_staff(request)
    found = get_object_or_404(Offer, pk=pk)
    events, hand_outs = dates_of(found, request.user), hand_outs_of(found, request.user)
    context = {"offer": found, "events": events, "hand_outs": hand_outs, "is_preview": True}
    return render(request, "seminars/offer_detail.html", context)


def _require_staff(request: HttpRequest) -> None:
    """For everybody else a draft is not there."""
    if not can_run_events(request.user):
        raise Http404

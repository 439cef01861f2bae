"""Looking for a seminar: the list, one offer, one event."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from seminars.choices import Format, TakingPart, Topic
from seminars.facts import days_of, place_of
from seminars.forms import Wanted
from seminars.forms.finding import month_in_words
from seminars.glance import mark_own
from seminars.models import Booking, Event, Offer
from seminars.views.finders import with_event

PER_PAGE = 12
OTHER_DATES = 4


@login_not_required
def event_list(request: HttpRequest) -> HttpResponse:
    upcoming = Event.objects.visible_to(request.user).upcoming()
    wanted = Wanted.of(request.GET)
    page = Paginator(wanted.among(upcoming).for_lists(), PER_PAGE).get_page(wanted.page)
    mark_own(page.object_list, request.user)
    found = {"page": page, "wanted": wanted, "chips": wanted.chips()}
    if request.htmx and not request.htmx.history_restore_request:
        response = push_url(render(request, "seminars/_results.html", found), request.path + wanted.address())
    else:
        response = render(request, "seminars/event_list.html", {**found, **_choices(upcoming, wanted)})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
def offer_page(request: HttpRequest, offer_slug: str) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.visible_to(request.user), slug=offer_slug)
    events = list(_dates_of(offer, request.user))
    return render(request, "seminars/offer_detail.html", {"offer": offer, "events": mark_own(events, request.user)})


@login_not_required
@with_event
def event_page(request: HttpRequest, event: Event) -> HttpResponse:
    own = Booking.objects.of(request.user).active().filter(event=event).first() if request.user.is_authenticated else None
    return render(request, "seminars/event_detail.html", {**about(event, request.user), "booking": own})


def about(event: Event, person) -> dict:
    """What the page of an event says besides the event itself."""
    others = list(_dates_of(event.offer, person).exclude(pk=event.pk)[: OTHER_DATES + 1])
    return {
        "event": event,
        "offer": event.offer,
        "days": days_of(event),
        "place": place_of(event),
        "others": others[:OTHER_DATES],
        "more_others": len(others) > OTHER_DATES,
    }


def _dates_of(offer: Offer, person):
    return Event.objects.visible_to(person).upcoming().filter(offer=offer).for_lists()


def _choices(upcoming, wanted: Wanted) -> dict:
    """What the filter offers: months with events in them, and the one that is chosen."""
    months = {f"{month:%Y-%m}" for month in upcoming.months()} | {wanted.values.get("monat", "")} - {""}
    return {
        "topics": Topic.choices,
        "formats": Format.choices,
        "ways": TakingPart.choices,
        "months": [(month, month_in_words(month)) for month in sorted(months)],
    }

"""Looking for a seminar: the list, one offer, one event."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import push_url

from materials.models import Document
from seminars.facts import days_of, place_of
from seminars.forms import Wanted
from seminars.glance import mark_own
from seminars.handed_out import hand_outs_of
from seminars.models import Booking, Event, Offer
from seminars.permissions import can_book_for_a_team
from seminars.promotion import how_promotion_goes
from seminars.standing import way_in_to
from seminars.views.finders import new_address

PER_PAGE = 12
OTHER_DATES = 4


@login_not_required
def event_list(request: HttpRequest) -> HttpResponse:
    upcoming = Event.objects.visible_to(request.user).upcoming()
    wanted = Wanted(request.GET)
    paginator = Paginator(wanted.among(upcoming).for_lists(), PER_PAGE)
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "seminars/_results.html", _found(request, wanted, paginator))
        push_url(response, request.path + wanted.address())
    else:
        months = upcoming.per_month()
        if not wanted.values:
            paginator.count = sum(months.values())  # not asked for twice
        found = _found(request, wanted, paginator)
        response = render(request, "seminars/event_list.html", {**found, "filter_form": wanted.form(months)})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
def offer_page(request: HttpRequest, offer_slug: str) -> HttpResponse:
    offer = get_object_or_404(Offer.objects.visible_to(request.user), slug=offer_slug)
    events = mark_own(dates_of(offer, request.user), request.user)
    context = {"offer": offer, "events": events, "hand_outs": hand_outs_of(offer, request.user)}
    return render(request, "seminars/offer_detail.html", context)


@login_not_required
def event_page(request: HttpRequest, offer_slug: str, slug: str) -> HttpResponse:
    events = Event.objects.visible_to(request.user).filter(offer__slug=offer_slug)
    event, *others = events.this_and_upcoming(slug)[: OTHER_DATES + 2] or [None]
    if not event or event.slug != slug:
        return new_address(request, events, slug)
    own = Booking.objects.of(request.user).active_at(event) if request.user.is_authenticated else None
    hand_outs = hand_outs_of(event.offer, request.user) if event.hands_out else []
    context = {**about(event, others, hand_outs), "booking": own, "leads_a_team": can_book_for_a_team(request.user)}
    return render(request, "seminars/event_detail.html", context)


def about(event: Event, others: list[Event], hand_outs: list[Document]) -> dict:
    """What the page of an event says besides the event itself."""
    return {
        "event": event,
        "offer": event.offer,
        "hand_outs": hand_outs,
        "days": days_of(event),
        "place": place_of(event),
        "way_in": way_in_to(event),
        "promotion": how_promotion_goes(event),
        "others": others[:OTHER_DATES],
        "more_others": len(others) > OTHER_DATES,
    }


def dates_of(offer: Offer, person) -> list[Event]:
    events = list(Event.objects.visible_to(person).upcoming().of_offer(offer))
    for event in events:
        event.offer = offer
    return events


def _found(request: HttpRequest, wanted: Wanted, paginator: Paginator) -> dict:
    page = paginator.get_page(wanted.page)
    page.object_list = mark_own(list(page.object_list), request.user)
    return {"page": page, "wanted": wanted, "chips": wanted.chips()}

"""How a view finds what its address names. What a person may not see is not there."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from seminars.models import Booking, Event


def with_event(view):
    """Gives the view the visible event of its address. A former address leads on to the new one, for good."""

    @wraps(view)
    def find(request, offer_slug: str, slug: str):
        events = Event.objects.visible_to(request.user).filter(offer__slug=offer_slug).select_related("offer")
        event = events.filter(slug=slug).first()
        return view(request, event) if event else new_address(request, events, slug)

    return find


def new_address(request, events, slug: str):
    event = events.filter(former_slugs__contains=[slug]).select_related("offer").order_by("-pk").first()
    if not event:
        raise Http404
    here = f"seminars:{request.resolver_match.url_name}"
    # A form sent to a former address goes on as it is, with all that was typed.
    return redirect(here, event.offer.slug, event.slug, permanent=True, preserve_request=True)


def with_own_booking(view):
    """Gives the view the booking of its address if it is the reader's own. Staff use the Verwaltung."""

    @wraps(view)
    def find(request, reference: str):
        own = Booking.objects.of(request.user).select_related("event__offer", "person", "booked_by").with_position()
        return view(request, get_object_or_404(own, reference=reference))

    return find

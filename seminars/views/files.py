"""Dates as files for a calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from seminars import entries
from seminars.models import Booking, Event
from seminars.views.finders import with_event, with_own_booking


@login_not_required
@with_event
def event_file(request: HttpRequest, event: Event) -> HttpResponse:
    return _calendar_file(entries.event_file(event), f"{event.offer.slug}-{event.slug}")


@with_own_booking
def booking_file(request: HttpRequest, booking: Booking) -> HttpResponse:
    return _calendar_file(entries.booking_file(booking), f"{booking.event.offer.slug}-{booking.event.slug}")


def _calendar_file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )

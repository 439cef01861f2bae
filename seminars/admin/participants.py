"""Who takes part in an event: the work view, the roll call, and the list as a file."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from seminars import actions
from seminars.admin.base import passed_over_to_staff, refusals_told, work_view
from seminars.admin.booking_deeds import deeds_for, stand_in_words, who
from seminars.admin.event_deeds import event_page, find, note, note_all
from seminars.admin.export import spreadsheet
from seminars.choices import HOLDS_A_SEAT, OVER, State
from seminars.facts import days_of, in_words
from seminars.models import Booking, Event

# What staff have to decide comes first.
GROUPS = [
    ("Anfragen, über die Sie entscheiden, in der Reihenfolge des Eingangs", [State.REQUESTED]),
    ("Dabei, in der Reihenfolge des Eingangs", HOLDS_A_SEAT),
    ("Warteliste, in der Reihenfolge des Eingangs", [State.WAITING]),
]


@work_view
@require_safe
def participants(request, pk):
    event = find(pk)
    bookings = bookings_of(event)
    return event_page(
        request,
        "participants",
        event,
        "Teilnehmende",
        days=[in_words(day) for day in days_of(event)],
        groups=[(caption, rows) for caption, states in GROUPS if (rows := rows_of(bookings, states))],
        gone=rows_of(bookings, OVER),
        let_go=sum(was_seated_until_called_off(booking) for booking in bookings),
        unmarked=event.has_begun and sum(booking.state == State.BOOKED and booking.person_id is not None for booking in bookings),
    )


@work_view
@require_safe
def participant_list(request, pk):
    """The list for Excel. That somebody took it out of the portal stands in the event's history."""
    event = find(pk)
    note(request, event, "Teilnahmeliste heruntergeladen.")
    answer = HttpResponse(spreadsheet(bookings_of(event)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="teilnehmende-{event.offer.slug}-{event.slug}.csv"'
    return answer


@work_view
@require_POST
def all_attended(request, pk):
    """Everybody not marked yet was there; the few who were not are marked one by one."""
    event = find(pk)
    with refusals_told(request):
        marked = actions.call_the_roll(event=event)
        note_all(request, marked, "Als teilgenommen eingetragen.")
        people = "1 Person ist" if len(marked) == 1 else f"{len(marked)} Personen sind"
        messages.success(request, f"{people} als teilgenommen eingetragen.")
    return redirect("admin:seminars_event_participants", event.pk)


def bookings_of(event: Event) -> list[Booking]:
    """In order of arrival, with what the page and the file ask of them."""
    bookings = list(event.bookings.select_related("person__agency", "booked_by", "team__agency").order_by("number"))
    for booking in bookings:
        booking.event = event
    return bookings


def rows_of(bookings: list[Booking], states: Collection[str]) -> list[dict]:
    return [shown(booking) for booking in bookings if booking.state in states]


def was_seated_until_called_off(booking: Booking) -> bool:
    """Once an event is called off nobody comes any more: whose seat ended then ended with it."""
    called_off = booking.event.cancelled_at
    return bool(called_off and booking.seated_at and booking.cancelled_at and booking.cancelled_at >= called_off)


def shown(booking: Booking) -> dict:
    passed_over = passed_over_to_staff(booking)
    return {
        "booking": booking,
        "who": who(booking),
        "stand": stand_in_words(booking),
        "passed_over": passed_over,
        "deeds": deeds_for(booking),
    }

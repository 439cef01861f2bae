"""Booking a seat: one page with a form, and back it comes with all that was typed until the answer is yes."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missione.shared.errors import DifferentRequest, Refused
from seminars import actions
from seminars.choices import State
from seminars.errors import AlreadyBooked, EventFull
from seminars.facts import days_of, place_of
from seminars.forms import BookingForm
from seminars.models import Booking, Event
from seminars.permissions import can_book, can_book_for_a_team
from seminars.promotion import how_promotion_goes
from seminars.standing import way_in_to
from seminars.views.finders import with_event


@with_event
def book(request: HttpRequest, event: Event) -> HttpResponse:
    if not can_book(request.user, event):
        raise PermissionDenied
    if request.method == "POST":
        return _book(request, event)
    if own := _own_booking(request, event):
        return _to_own_booking(request, own)
    if not event.is_open:
        return redirect(event)
    return _form_page(request, event, BookingForm.for_person(request.user, event=event))


def _book(request: HttpRequest, event: Event) -> HttpResponse:
    form = BookingForm(request.POST, event=event)
    if not form.is_valid():
        if "request_key" in form.errors:
            form.renew_key()
        return _form_page(request, event, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        booking = actions.book_seat(
            event=event,
            person=request.user,
            answers=form.answers,
            join_waiting_list="warteliste" in request.POST,
            request_key=form.cleaned_data["request_key"],
        )
    except AlreadyBooked as refusal:
        own = _own_booking(request, event)
        return _to_own_booking(request, own) if own else _refused(request, event, form, refusal)
    except EventFull:
        return _seat_gone(request, event, form)
    except Refused as refusal:
        return _refused(request, event, form, refusal)
    return redirect(booking)


def _seat_gone(request: HttpRequest, event: Event, form: BookingForm) -> HttpResponse:
    event = Event.objects.select_related("offer").get(pk=event.pk)
    title = "Inzwischen warten schon andere" if event.free_seats else "Der letzte Platz ist gerade vergeben"
    form.add_error(None, f"Ihre Angaben sind noch da. Weiter geht es mit „{way_in_to(event).button}“.")
    return _form_page(request, event, form, HTTPStatus.CONFLICT, summary_title=title)


def _refused(request: HttpRequest, event: Event, form: BookingForm, refusal: Refused) -> HttpResponse:
    form.add_error(None, str(refusal))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(refusal, DifferentRequest):
        form.renew_key()
        status = HTTPStatus.CONFLICT
    return _form_page(request, event, form, status, summary_title="Das hat nicht geklappt")


def _form_page(request: HttpRequest, event: Event, form: BookingForm, status=HTTPStatus.OK, **words: str) -> HttpResponse:
    facts = {"event": event, "days": days_of(event), "place": place_of(event)}
    ways = {"way_in": way_in_to(event), "promotion": how_promotion_goes(event), "leads_a_team": can_book_for_a_team(request.user)}
    return render(request, "seminars/booking_form.html", {**facts, **ways, "form": form, **words}, status=status)


def _to_own_booking(request: HttpRequest, own: Booking) -> HttpResponse:
    """Its page says how it stands; that it was there before is news only to who is booked."""
    if own.state == State.BOOKED:
        messages.info(request, AlreadyBooked.sentence)
    return redirect(own)


def _own_booking(request: HttpRequest, event: Event) -> Booking | None:
    return Booking.objects.of(request.user).active_at(event)

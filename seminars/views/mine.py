"""Meine Termine: what I have booked, and what I can still do about it."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from missione.shared.errors import Refused
from seminars import actions
from seminars.errors import EventFull
from seminars.facts import days_of, place_of
from seminars.forms import AnswersForm, CancelForm, MoveForm
from seminars.handed_out import mark_handed_out
from seminars.models import Booking, Event
from seminars.standing import way_out_of
from seminars.views.finders import with_own_booking
from seminars.views.next_steps import next_steps

PER_PAGE = 25
TABS = {
    "upcoming": ("seminars:my_bookings", "Bevorstehend", "ahead"),
    "waiting": ("seminars:my_waiting", "Warteliste", "queueing"),
    "past": ("seminars:my_past", "Vergangen und storniert", "done_with"),
}


def my_bookings(request: HttpRequest, view: str) -> HttpResponse:
    own = Booking.objects.of(request.user).select_related("event__offer").with_position()
    rows = getattr(own, TABS[view][2])()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    page.object_list = mark_handed_out(list(page.object_list), request.user)
    context = {"view": view, "tabs": TABS, "page": page}
    return render(request, "seminars/booking_list.html", context)


@with_own_booking
def booking_page(request: HttpRequest, booking: Booking) -> HttpResponse:
    mark_handed_out([booking], request.user)
    return render(request, "seminars/booking_detail.html", {"booking": booking, **next_steps(booking)})


def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Only the button takes the offered seat: mail gateways open every link."""
    return _accept(request, reference) if request.method == "POST" else redirect("seminars:booking", reference)


@with_own_booking
def _accept(request: HttpRequest, booking: Booking) -> HttpResponse:
    try:
        actions.accept_offer(booking=booking)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Sie haben den Platz angenommen.")
    return redirect(booking)


@with_own_booking
def cancel(request: HttpRequest, booking: Booking) -> HttpResponse:
    if not booking.can_still_be_cancelled:
        return redirect(booking)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _cancel(request, booking, form.cleaned_data["reason"])
    return _form_page(
        request, "seminars/booking_cancel.html", booking, form, step=way_out_of(booking), button=way_out_of(booking)
    )


def _cancel(request: HttpRequest, booking: Booking, reason: str) -> HttpResponse:
    try:
        actions.cancel_booking(booking=booking, by=request.user, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(booking)


@with_own_booking
def answers(request: HttpRequest, booking: Booking) -> HttpResponse:
    if not booking.can_still_be_cancelled:
        return redirect(booking)
    form = AnswersForm.of(booking, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.change_answers(booking=booking, answers=form.answers)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Ihre Angaben sind geändert.")
            return redirect(booking)
    return _form_page(
        request, "seminars/booking_answers.html", booking, form, step="Angaben ändern", button="Änderungen speichern"
    )


@with_own_booking
def move(request: HttpRequest, booking: Booking) -> HttpResponse:
    if not booking.can_be_moved:
        return redirect(_moved_before(booking, request.POST.get("to")) or booking)
    dates = list(Event.objects.others_free_for(booking).for_lists())
    form = MoveForm(request.POST if request.method == "POST" else None, events=dates)
    if form.is_valid():
        try:
            moved = actions.move_booking(booking=booking, to=form.event, by=request.user)
        except EventFull:
            form.add_error("to", form.fields["to"].error_messages["invalid_choice"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _moved(request, moved)
    return _form_page(request, "seminars/booking_move.html", booking, form, step="Umbuchen", button="Umbuchen", dates=dates)


def _moved(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Done, but for one question if only the new date can be joined in two ways."""
    if booking.event.is_hybrid and not booking.taking_part:
        messages.success(request, "Sie sind umgebucht. Bitte wählen Sie noch aus, wie Sie teilnehmen möchten.")
        return redirect("seminars:answers", booking.reference)
    messages.success(request, "Sie sind umgebucht. Ihr bisheriger Platz ist wieder frei.")
    return redirect(booking)


def _moved_before(booking: Booking, to: str | None) -> Booking | None:
    """Where the same form sent before has led."""
    own = Booking.objects.of(booking.person).active().filter(event__offer=booking.event.offer).select_related("event")
    return next((other for other in own if other.event.slug == to), None)


def _form_page(request: HttpRequest, template: str, booking: Booking, form, **context) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    facts = {"event": booking.event, "days": days_of(booking.event), "place": place_of(booking.event, booking.taking_part)}
    return render(request, template, {"booking": booking, "form": form, **facts, **context}, status=status)

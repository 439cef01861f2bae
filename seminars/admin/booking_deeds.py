"""Deeds on one booking, each through the action that the person's own pages use."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from missione.shared import clock
from missione.shared.templatetags.portal import clock_time, short_date
from seminars import actions
from seminars.admin.base import refusals_told, work_page, work_view
from seminars.admin.event_deeds import note, note_all, page_or_post
from seminars.admin.forms import ReasonForm
from seminars.choices import State
from seminars.models import Booking, Event
from teams.models import Person

MOVES_OFFERED = 60


@dataclass(frozen=True)
class Deed:
    """What staff can do with a booking: a button that acts, or a link to a page that asks first."""

    label: str
    address: str
    acts: bool = False
    value: str = ""


def deeds_for(booking: Booking) -> list[Deed]:
    if booking.is_forgotten:
        return []
    begun, state = booking.event.has_begun, booking.state
    if begun and not booking.is_unnamed and state in (State.BOOKED, State.ATTENDED, State.MISSED):
        return _roll_call(booking)
    if begun or not booking.is_open:
        return []
    if booking.is_unnamed:
        return [Deed("Benennen", _to(booking, "name")), Deed("Freigeben", _to(booking, "release"))]
    if state == State.REQUESTED:
        return [Deed("Zusagen", _to(booking, "approve"), acts=True), Deed("Ablehnen", _to(booking, "decline"))]
    return [Deed("Umbuchen", _to(booking, "move")), Deed("Stornieren", _to(booking, "cancel"))]


def _roll_call(booking: Booking) -> list[Deed]:
    attended = Deed("Teilnahme eintragen", _to(booking, "attendance"), acts=True, value="1")
    missed = Deed("Fehlen eintragen", _to(booking, "attendance"), acts=True, value="0")
    return {State.ATTENDED: [missed], State.MISSED: [attended]}.get(booking.state, [attended, missed])


def _to(booking: Booking, deed: str) -> str:
    return reverse(f"admin:seminars_booking_{deed}", args=[booking.pk])


def who(booking: Booking) -> str:
    if booking.is_forgotten:
        return "Name gelöscht"
    return "Noch ohne Namen" if booking.is_unnamed else str(booking.person)


def stand_in_words(booking: Booking) -> str:
    if booking.is_unnamed and booking.state == State.BOOKED:
        until = booking.unnamed_until
        return f"Gebucht, Platz {booking.seat_number}, zu benennen bis {short_date(until)}, {clock_time(until)}"
    if booking.moved_to_id:
        return "Umgebucht"
    if booking.handed_over_at:
        return "An eine Vertretung weitergegeben"
    if booking.state == State.BOOKED:
        return f"Gebucht, Platz {booking.seat_number}"
    if booking.state == State.WAITING:
        return "Warteliste"
    if booking.state == State.OFFERED:
        until = booking.offered_until
        return f"Platz {booking.seat_number} angeboten bis {short_date(until)}, {clock_time(until)}"
    if booking.state == State.CANCELLED and booking.cancelled_late:
        return "Kurzfristig storniert"
    return booking.get_state_display()


@work_view
@require_POST
def approve(request, pk):
    booking = find(pk)
    with refusals_told(request):
        booking = actions.approve_request(booking=booking, by=request.user)
        note(request, booking, "Zugesagt.")
        messages.success(request, f"{booking.person}: {stand_in_words(booking)}.")
    return to_participants(booking)


@work_view
@page_or_post
def decline(request, pk):
    return _asking_why(request, find(pk), actions.decline_request, "Anfrage ablehnen", "abgelehnt")


@work_view
@page_or_post
def cancel(request, pk):
    return _asking_why(request, find(pk), actions.cancel_booking, "Buchung stornieren", "storniert")


def _asking_why(request, booking, deed, title, done):
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            deed(booking=booking, by=request.user, reason=form.cleaned_data["reason"])
            note(request, booking, f"{done.capitalize()}.")
            messages.success(request, f"{booking.person}: {done}. Eine E-Mail sagt der Person Bescheid.")
        return to_participants(booking)
    return booking_page(request, "reason", booking, title, form=form)


@work_view
@page_or_post
def move(request, pk):
    booking = find(pk)
    form = MoveForm(request.POST or None, booking=booking)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            moved = actions.move_booking(booking=booking, by=request.user, **form.cleaned_data)
            note_all(request, [booking, moved], "Umgebucht.")
            messages.success(request, f"{moved.person} ist umgebucht: {moved.event}, {stand_in_words(moved)}.")
            return to_participants(moved)
    return booking_page(request, "move", booking, "Umbuchen", form=form)


@work_view
@require_POST
def attendance(request, pk):
    booking = find(pk)
    with refusals_told(request):
        booking = actions.record_attendance(booking=booking, attended=request.POST.get("value") == "1")
        note(request, booking, f"Eingetragen: {booking.get_state_display()}.")
        messages.success(request, f"{booking.person}: {booking.get_state_display()}.")
    return to_participants(booking)


@work_view
@page_or_post
def name(request, pk):
    booking = find(pk)
    form = NameForm(request.POST or None, booking=booking)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            named = actions.name_seat(booking=booking, person=form.cleaned_data["person"], by=request.user)
            note(request, named, "Benannt.")
            messages.success(request, f"{named.person} hat jetzt den Platz und bekommt eine E-Mail.")
        return to_participants(booking)
    return booking_page(request, "name", booking, "Platz benennen", form=form)


@work_view
@page_or_post
def release(request, pk):
    booking = find(pk)
    if request.method == "POST":
        with refusals_told(request):
            actions.give_back_seat(booking=booking, by=request.user)
            note(request, booking, "Freigegeben.")
            messages.success(request, "Der Platz ist frei. Eine E-Mail sagt der Teamleitung Bescheid.")
        return to_participants(booking)
    return booking_page(request, "release", booking, "Platz freigeben")


class NameForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Wer aus dem Team nimmt teil?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Wählen Sie eine Person aus."},
    )

    def __init__(self, data=None, *, booking: Booking):
        super().__init__(data)
        members = Person.objects.filter(is_active=True, memberships__team=booking.team_id)
        there = Booking.objects.active().filter(event=booking.event_id).named().values("person")
        self.fields["person"].queryset = members.exclude(pk__in=there)


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(Event.objects.none(), label="Neuer Termin", empty_label=None)
    join_waiting_list = forms.BooleanField(label="Wenn dort alles voll ist: auf die Warteliste", label_suffix="", required=False)

    def __init__(self, data=None, *, booking: Booking):
        super().__init__(data)
        others = (
            Event.objects.visible_to(booking.person)
            .upcoming()
            .filter(cancelled_at=None, starts_at__gt=clock.now())
            .exclude(pk=booking.event_id)
            .select_related("offer")
        )
        # Dates of the same offer first: that is what people ask for.
        near = sorted(others[:MOVES_OFFERED], key=lambda event: event.offer_id != booking.event.offer_id)
        self.fields["to"].queryset = others
        self.fields["to"].choices = [(event.pk, f"{event} ({event.situation[1]})") for event in near]


def find(pk: int) -> Booking:
    return get_object_or_404(Booking.objects.select_related("person", "team__agency", "event__offer"), pk=pk)


def to_participants(booking: Booking):
    return redirect("admin:seminars_event_participants", booking.event_id)


def booking_page(request, template: str, booking: Booking, title: str, **context):
    subtitle = f"{who(booking)}, {booking.event}"
    page = f"admin/seminars/booking/{template}.html"
    return work_page(
        request, page, model=Booking, title=title, subtitle=subtitle, booking=booking, event=booking.event, **context
    )

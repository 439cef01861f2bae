"""One page of twenty events, and booking a seat: page, form, one locked transaction, confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.forms import modelform_factory
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from benchmarks.bare.models import Booking, Event

ROWS = 20
BookingForm = modelform_factory(Booking, fields=["message"])


def event_list(request):
    events = Event.objects.filter(starts_at__gt=timezone.now()).order_by("starts_at")[:ROWS]
    return render(request, "bare/event_list.html", {"events": events})


def event_page(request, slug):
    return render(request, "bare/event_detail.html", {"event": get_object_or_404(Event, slug=slug)})


@login_required
def book(request, slug):
    event = get_object_or_404(Event, slug=slug)
    form = BookingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        booking = book_seat(event.pk, request.user, form.instance)
        if booking:
            return redirect(booking)
        messages.error(request, "Der Termin ist ausgebucht.")
    return render(request, "bare/booking_form.html", {"event": event, "form": form})


@transaction.atomic
def book_seat(event_id, person, booking):
    event = Event.objects.select_for_update().get(pk=event_id)
    if event.seats_taken >= event.seats:
        return None
    event.seats_taken += 1
    event.save(update_fields=["seats_taken"])
    booking.event, booking.person = event, person
    booking.save()
    return booking


@login_required
def booking_page(request, pk):
    booking = get_object_or_404(Booking.objects.select_related("event"), pk=pk, person=request.user)
    return render(request, "bare/booking_detail.html", {"booking": booking})


urlpatterns = [
    path("", event_list, name="events"),
    path("events/<slug:slug>/", event_page, name="event"),
    path("events/<slug:slug>/book/", book, name="book"),
    path("bookings/<int:pk>/", booking_page, name="booking"),
    path("login/", LoginView.as_view(template_name="bare/login.html"), name="login"),
]

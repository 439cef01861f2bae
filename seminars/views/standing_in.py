"""Vertretung: the person, or for a member the lead, hands a seat to a colleague."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from missione.shared.errors import Refused
from seminars import actions
from seminars.facts import days_of, place_of
from seminars.forms import HandOverForm
from seminars.models import Booking
from seminars.permissions import can_book_for
from seminars.together import candidates, members_of, team_mates_of
from seminars.views.finders import with_own_booking
from seminars.views.team_seats import with_team
from teams.models import Team


@with_own_booking
def hand_over(request: HttpRequest, booking: Booking) -> HttpResponse:
    return _hand_over(request, booking, back=booking.get_absolute_url())


@with_team
def hand_over_for(request: HttpRequest, team: Team, reference: str) -> HttpResponse:
    if not can_book_for(request.user, team):
        raise PermissionDenied
    booking = get_object_or_404(Booking.objects.of_team(team), reference=reference)
    return _hand_over(request, booking, back=reverse("seminars:team_seats", args=[team.slug]), team=team)


def _hand_over(request: HttpRequest, booking: Booking, *, back: str, team: Team | None = None) -> HttpResponse:
    if not booking.can_be_handed_over:
        return redirect(back)
    mates = members_of(team).exclude(person=booking.person) if team else team_mates_of(booking.person)
    found = candidates(booking.event, mates)
    form = HandOverForm(request.POST if request.method == "POST" else None, booking=booking, found=found)
    if form.is_valid():
        try:
            new = actions.hand_over(booking=booking, to=form.person, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{new.person.name} hat jetzt den Platz und bekommt eine E-Mail.")
            return redirect(back)
    return _form_page(request, booking, form, back=back, team=team)


def _form_page(request: HttpRequest, booking: Booking, form: HandOverForm, **context) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    event = booking.event
    facts = {"event": event, "days": days_of(event), "place": place_of(event), "booking": booking, "form": form}
    return render(request, "seminars/hand_over.html", {**facts, **context}, status=status)

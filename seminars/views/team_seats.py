"""Teamplätze: who of the team goes where, and the seats that still want a name."""

from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from missione.shared.errors import Refused
from seminars import actions
from seminars.facts import days_of, place_of
from seminars.forms import NameForm
from seminars.models import Booking
from seminars.permissions import can_book_for, can_see_seats_of
from seminars.together import candidates, members_of, team_dates
from teams.models import Team


def with_team(view):
    """Gives the view the team of its address, to who may see the seats of its members."""

    @wraps(view)
    def find(request, slug: str, **named):
        team = get_object_or_404(Team.objects.visible_to(request.user).select_related("agency"), slug=slug)
        if not can_see_seats_of(request.user, team):
            raise PermissionDenied
        return view(request, team, **named)

    return find


def with_seat(possible: str):
    """Gives the view, for the lead, the seat of its address; the way back if that seat `possible` no more.

    A seat without a name and one with a name have addresses of their own: a page left open gives back nobody's seat.
    """

    def decorate(view):
        @wraps(view)
        def find(request, team: Team, reference: str):
            if not can_book_for(request.user, team):
                raise PermissionDenied
            seats = Booking.objects.filter(team=team).select_related("event__offer", "person")
            booking = get_object_or_404(seats, reference=reference)
            return view(request, team, booking) if getattr(booking, possible) else redirect("seminars:team_seats", team.slug)

        return with_team(find)

    return decorate


@require_safe
@with_team
def seats(request: HttpRequest, team: Team) -> HttpResponse:
    leads = can_book_for(request.user, team)
    return render(request, "seminars/team_seats.html", {"team": team, "dates": team_dates(team), "leads": leads})


@with_seat("can_be_named")
def name_seat(request: HttpRequest, team: Team, booking: Booking) -> HttpResponse:
    found = candidates(booking.event, members_of(team))
    form = NameForm(request.POST if request.method == "POST" else None, found=found)
    if form.is_valid():
        try:
            named = actions.name_seat(booking=booking, person=form.cleaned_data["person"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{named.person.name} hat jetzt den Platz und bekommt eine E-Mail.")
            return redirect("seminars:team_seats", team.slug)
    free = any(not one.obstacle for one in found)
    return seat_page(request, "name", team, booking, form, step="Platz benennen", button="Platz benennen", has_candidates=free)


@with_seat("can_be_named")
def give_back_seat(request: HttpRequest, team: Team, booking: Booking) -> HttpResponse:
    if request.method != "POST":
        return seat_page(request, "give_back", team, booking, None, step="Platz zurückgeben", button="Platz zurückgeben")
    try:
        actions.give_back_seat(booking=booking, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Der Platz ist zurückgegeben. Andere können ihn jetzt nutzen.")
    return redirect("seminars:team_seats", team.slug)


@with_seat("can_be_handed_over")
def cancel_for(request: HttpRequest, team: Team, booking: Booking) -> HttpResponse:
    """A seat with a name, if nobody can go."""
    if request.method != "POST":
        return seat_page(request, "cancel_for", team, booking, None, step="Platz zurückgeben", button="Platz zurückgeben")
    try:
        actions.cancel_booking(booking=booking, by=request.user, for_team=team)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Der Platz von {booking.person.name} ist zurückgegeben. Andere können ihn jetzt nutzen.")
    return redirect("seminars:team_seats", team.slug)


def seat_page(request, template: str, team: Team, booking: Booking, form, **words) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    event = booking.event
    facts = {"event": event, "days": days_of(event), "place": place_of(event), "team": team, "booking": booking}
    return render(request, f"seminars/team_seat_{template}.html", {**facts, "form": form, **words}, status=status)

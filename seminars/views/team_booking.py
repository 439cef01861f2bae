"""„Für mein Team buchen“: one page with a form, and back it comes with all that was chosen until the answer is yes."""

from collections.abc import Iterator
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from missione.shared.errors import DifferentRequest, Refused
from missione.shared.templatetags.portal import clock_time, short_date
from seminars import actions
from seminars.choices import State
from seminars.errors import ColleagueBusy, TeamNotAtWork, TooFewSeats
from seminars.facts import days_of, place_of, seats_in_words
from seminars.forms import TeamBookingForm
from seminars.models import Booking, Event
from seminars.naming import MOST_UNNAMED, most_unnamed, naming_ends_at, why_no_more_unnamed, why_nothing_unnamed
from seminars.permissions import can_book_for
from seminars.promotion import how_promotion_goes
from seminars.standing import way_in_to
from seminars.together import candidates, members_of
from seminars.views.finders import with_event
from teams.models import Team


@with_event
def book_for_team(request: HttpRequest, event: Event) -> HttpResponse:
    teams = list(Team.objects.led_by(request.user).let_in().select_related("agency"))
    if not teams:
        raise PermissionDenied
    team = _chosen(request, teams)
    if not can_book_for(request.user, team):
        raise PermissionDenied
    if request.method == "POST":
        return _book(request, event, team, teams)
    if not event.is_open:
        return redirect(event)
    if not team.is_at_work:
        messages.info(request, TeamNotAtWork.sentence)
        return redirect(event)
    return _form_page(request, event, team, teams, _form(event, team))


def _chosen(request: HttpRequest, teams: list[Team]) -> Team:
    """Most people lead one; who leads several is shown the way to each."""
    if slug := request.GET.get("team"):
        return get_object_or_404(Team.objects.filter(pk__in=[team.pk for team in teams]), slug=slug)
    return next((team for team in teams if team.is_at_work), teams[0])


def _book(request: HttpRequest, event: Event, team: Team, teams: list[Team]) -> HttpResponse:
    form = _form(event, team, request.POST)
    if not form.is_valid():
        form.renew()
        return _form_page(request, event, team, teams, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        bookings = actions.book_for_team(
            team=team,
            event=event,
            by=request.user,
            people=form.cleaned_data["people"],
            unnamed=form.cleaned_data["unnamed"],
            join_waiting_list="warteliste" in request.POST,
            request_key=form.cleaned_data["request_key"],
        )
    except TooFewSeats as refusal:
        return _too_few_seats(request, event, team, teams, form, refusal)
    except Refused as refusal:
        return _refused(request, event, team, teams, form, refusal)
    messages.success(request, in_words(event, bookings))
    return redirect("seminars:team_seats", team.slug)


def _too_few_seats(request, event, team, teams, form: TeamBookingForm, refusal: TooFewSeats) -> HttpResponse:
    event = Event.objects.select_related("offer").get(pk=event.pk)
    only_named = not form.cleaned_data["unnamed"]
    for sentence in _ways_on(refusal.free, only_named):
        form.add_error(None, sentence)
    title = str(refusal)
    return _form_page(request, event, team, teams, form, HTTPStatus.CONFLICT, summary_title=title, may_wait=only_named)


def _ways_on(free: int, only_named: bool) -> Iterator[str]:
    if free:
        yield f"Wählen Sie zusammen höchstens {seats_in_words(free)}."
    if not only_named:
        yield "Auf die Warteliste kommt nur, wer einen Namen hat."
    elif free:
        yield "Oder setzen Sie die Übrigen auf die Warteliste."
    else:
        yield "Sie können die Personen auf die Warteliste setzen."
    yield "Ihre Auswahl ist noch da."


def _refused(request, event, team, teams, form: TeamBookingForm, refusal: Refused) -> HttpResponse:
    form.add_error("people" if isinstance(refusal, ColleagueBusy) else refusal.field or None, str(refusal))
    status = HTTPStatus.CONFLICT if isinstance(refusal, DifferentRequest) else HTTPStatus.UNPROCESSABLE_ENTITY
    form.renew()
    return _form_page(request, event, team, teams, form, status, summary_title="Das hat nicht geklappt")


def _form(event: Event, team: Team, data=None) -> TeamBookingForm:
    deadline, held = naming_ends_at(event), event.bookings.held_for(team).count()
    return TeamBookingForm(
        data,
        found=candidates(event, members_of(team)),
        most=most_unnamed(event, held),
        until=f"{short_date(deadline)}, {clock_time(deadline)}",
    )


def _form_page(request, event, team, teams, form: TeamBookingForm, status=HTTPStatus.OK, **words) -> HttpResponse:
    facts = {"event": event, "days": days_of(event), "place": place_of(event)}
    ways = {"way_in": way_in_to(event), "promotion": how_promotion_goes(event), "team": team, "teams": teams}
    why_not = "" if form.most else why_nothing_unnamed(event) or why_no_more_unnamed(MOST_UNNAMED, 1)
    return render(
        request, "seminars/team_booking_form.html", {**facts, **ways, "form": form, "why_not": why_not, **words}, status=status
    )


def in_words(event: Event, bookings: list[Booking]) -> str:
    """„Webinar Strom“ am Di, 8. Dezember 2026, 10:00 Uhr: 2 Plätze mit Namen und 1 Platz ohne Namen sind gebucht."""
    which = f"„{event.title}“ am {short_date(event.starts_at)}, {clock_time(event.starts_at)}"
    return f"{which}: {' '.join(_what_became_of(bookings))}"


def _what_became_of(bookings: list[Booking]) -> Iterator[str]:
    seats = [booking for booking in bookings if booking.state == State.BOOKED]
    unnamed = sum(booking.is_unnamed for booking in seats)
    waiting = sum(booking.state == State.WAITING for booking in bookings)
    asked = sum(booking.state == State.REQUESTED for booking in bookings)
    if seats:
        counted = ((len(seats) - unnamed, "mit Namen"), (unnamed, "ohne Namen"))
        parts = [f"{seats_in_words(number)} {how}" for number, how in counted if number]
        yield f"{' und '.join(parts)} {'ist' if len(seats) == 1 else 'sind'} gebucht."
    if waiting:
        yield "1 Person steht auf der Warteliste." if waiting == 1 else f"{waiting} Personen stehen auf der Warteliste."
    if asked:
        yield f"{'1 Anfrage ist' if asked == 1 else f'{asked} Anfragen sind'} beim Kampagnenteam und noch nicht gebucht."

"""The letters to a team's lead, about seats that are not the lead's own. No calendar data: who has a seat gets it."""

from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from missione.shared.letters import post_letter
from seminars.choices import State
from seminars.entries import address_of
from seminars.facts import EventFacts, place_of, seats_in_words
from seminars.models import Booking
from teams.models import Person, Team


class WhyFreed(StrEnum):
    """Why seats without a name are free again."""

    DEADLINE = "deadline"
    BY_STAFF = "by_staff"
    TEAM_AWAY = "team_away"


def team_seats_booked(team: Team, lead: Person, bookings: list[Booking]) -> None:
    """What became of one form, in one letter; everybody named has a letter of their own."""
    held = [booking for booking in bookings if booking.is_unnamed]
    seated, waiting, asked = (
        [booking.person for booking in bookings if booking.state == state and not booking.is_unnamed]
        for state in (State.BOOKED, State.WAITING, State.REQUESTED)
    )
    _post("team_seats_booked", team, bookings, to=lead, held=held, seated=seated, waiting=waiting, asked=asked)


def names_needed(team: Team, held: list[Booking]) -> None:
    """Two days before the deadline."""
    _post_to_lead("names_needed", team, held, held=held, not_after=held[0].unnamed_until)


def unnamed_seats_freed(team: Team, freed: list[Booking], why: WhyFreed) -> None:
    _post_to_lead("unnamed_seats_freed", team, freed, freed=freed, why=why)


def team_event_changed(team: Team, held: list[Booking], before: EventFacts) -> None:
    if changes := EventFacts.of(held[0].event).since(before):
        _post_to_lead("team_event_changed", team, held, held=held, changes=changes, before=before)


def team_event_cancelled(team: Team, freed: list[Booking]) -> None:
    _post_to_lead("team_event_cancelled", team, freed, freed=freed)


def _post_to_lead(letter: str, team: Team, bookings: list[Booking], **context) -> None:
    """A team whose lead left has nobody to tell: staff see that it is without one."""
    leads = team.memberships.leads().filter(person__is_active=True).select_related("person")
    if lead := leads.first():
        _post(letter, team, bookings, to=lead.person, **context)


def _post(letter: str, team: Team, bookings: list[Booking], *, to: Person, not_after=None, **context) -> None:
    event, first = bookings[0].event, bookings[0]
    number = len(context.get("held") or context.get("freed") or [])
    post_letter(
        key=f"team:{team.pk}:{letter}:{first.pk}:{event.version}",
        to=to.email,
        template=f"seminars/mail/{letter}",
        context={
            "to": to,
            "team": team,
            "event": event,
            "facts": EventFacts.of(event),
            "place": place_of(event),
            "number": number,
            "places": seats_in_words(number),
            "until": next((booking.unnamed_until for booking in bookings if booking.is_unnamed), None),
            "seats_url": settings.SITE_URL + reverse("seminars:team_seats", args=[team.slug]),
            "event_url": address_of(event),
            "offer_url": address_of(event.offer),
            **context,
        },
        kind=letter,
        not_after=not_after,
    )

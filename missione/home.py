"""The front page, gathered from the apps."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse

from seminars.glance import mark_own
from seminars.models import Booking, Event

ROWS = 3
LOOK_AHEAD = 24


@dataclass(frozen=True)
class Tile:
    title: str
    text: str
    icon: str
    page: str
    about: str = ""

    @property
    def address(self) -> str:
        return reverse(self.page) + self.about


TILES = (
    Tile("Seminar buchen", "Kostenlos, online und vor Ort", "calendar", "seminars:list"),
    Tile("Material bestellen", "Plakate, Aufkleber, Messgeräte", "box", "materials:list"),
    Tile("Beratung vereinbaren", "Coaching für Ihre eigene Aktion", "talk", "materials:contact", "?worum=coaching"),
    Tile("Mediathek öffnen", "Leitfäden, Vorlagen, Fotos und Filme", "file", "materials:documents"),
)


@login_not_required
def home(request):
    ahead = Event.objects.visible_to(request.user).upcoming().filter(cancelled_at=None).for_lists()
    events = inviting(list(ahead[:LOOK_AHEAD]))
    return render(
        request,
        "home.html",
        {"events": mark_own(events, request.user), "tiles": TILES, "next_booking": _next(request.user)},
    )


def inviting(events: list[Event]) -> list[Event]:
    """Three to begin with: each of another offer, those one can have a seat at first; shown in the order of their dates."""
    one_per_offer: dict[int, Event] = {}
    for event in sorted(events, key=lambda event: not (event.is_open and event.has_room)):
        one_per_offer.setdefault(event.offer_id, event)
    return sorted(list(one_per_offer.values())[:ROWS], key=lambda event: event.starts_at)


def _next(person) -> Booking | None:
    """What a person still has before them, the soonest first."""
    if not person.is_authenticated:
        return None
    return Booking.objects.of(person).ahead().select_related("event__offer").first()

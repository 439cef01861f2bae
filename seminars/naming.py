"""Seats whose person is named later: how many a team may hold, and until when."""

from datetime import datetime, time, timedelta

from missione.shared import clock
from missione.shared.wall_time import wall_moment
from seminars.models import Event

MOST_UNNAMED = 16  # of one team at one event
DAYS_BEFORE, AT = 5, time(18)  # wall time in Berlin: an hour that exists every day
SHORTEST_TIME_TO_NAME = timedelta(hours=24)
NOTHING_UNNAMED = timedelta(hours=48)  # before the start
ASK_FOR_NAMES = timedelta(days=2)  # before the deadline


def naming_ends_at(event: Event) -> datetime:
    """Five days before, at 18:00; at least a day from now, where the event leaves room."""
    day = event.starts_at.astimezone(clock.BERLIN).date() - timedelta(days=DAYS_BEFORE)
    return min(max(wall_moment(day, AT), _full_hour(clock.now() + SHORTEST_TIME_TO_NAME)), event.starts_at)


def ask_for_names_at(deadline: datetime) -> datetime:
    return deadline - ASK_FOR_NAMES


def why_nothing_unnamed(event: Event) -> str:
    """In words for the lead; empty where seats may be held."""
    if event.offer.needs_approval:
        return "Hier prüft das Kampagnenteam jede Anmeldung. Deshalb braucht jeder Platz gleich einen Namen."
    if event.starts_at - clock.now() < NOTHING_UNNAMED:
        return "Bis zum Beginn sind es weniger als 48 Stunden. Deshalb braucht jetzt jeder Platz gleich einen Namen."
    if not event.has_room:
        return "Zurzeit ist kein Platz frei. Auf die Warteliste kommt nur, wer einen Namen hat."
    return ""


def why_no_more_unnamed(held: int, more: int) -> str:
    """How many of its seats a team still has to name is limited."""
    if held + more <= MOST_UNNAMED:
        return ""
    already = f" {held} davon hat es schon." if held else ""
    return f"Ein Team kann bei einem Termin höchstens {MOST_UNNAMED} Plätze ohne Namen halten.{already}"


def most_unnamed(event: Event, held: int) -> int:
    """How many more a team may hold that holds so many."""
    return 0 if why_nothing_unnamed(event) else max(0, min(event.free_seats, MOST_UNNAMED - held))


def _full_hour(moment: datetime) -> datetime:
    """Up, so that the deadline reads well."""
    return (moment + timedelta(hours=1) - timedelta(microseconds=1)).replace(minute=0, second=0, microsecond=0)

"""How a booking stands, and what can be done about it, in the words its person reads."""

from enum import StrEnum
from typing import NamedTuple

from seminars.choices import State
from seminars.models import Booking, Event


class Standing(NamedTuple):
    """Level is KERN's info, success, warning or danger."""

    level: str
    words: str


class WayIn(NamedTuple):
    """What taking part in an event is called: on the way to the form, and on its button."""

    step: str
    button: str


class Reached(StrEnum):
    """How far a booking came before it ended: what is given up has another name each time."""

    SEAT = "seat"
    OFFER = "offer"
    REQUEST = "request"
    QUEUE = "queue"


STANDING = {
    State.REQUESTED: Standing("info", "Angefragt"),
    State.WAITING: Standing("warning", "Auf der Warteliste"),
    State.OFFERED: Standing("warning", "Platz angeboten"),
    State.BOOKED: Standing("success", "Platz gebucht"),
    State.CANCELLED: Standing("info", "Storniert"),
    State.ATTENDED: Standing("success", "Teilgenommen"),
    State.MISSED: Standing("info", "Nicht teilgenommen"),
    State.EXPIRED: Standing("info", "Verfallen"),
}
HEADLINES = {
    State.REQUESTED: "Ihre Anfrage ist bei uns",
    State.WAITING: "Sie stehen auf der Warteliste",
    State.OFFERED: "Ein Platz ist für Sie frei",
    State.BOOKED: "Ihr Platz ist gebucht",
    State.ATTENDED: "Sie haben teilgenommen",
    State.MISSED: "Sie haben nicht teilgenommen",
}
# Ended by the person, by the campaign team, and by the clock: (in a list, as a headline).
CANCELLED = {
    Reached.SEAT: ("Storniert", "Ihre Buchung ist storniert"),
    Reached.OFFER: ("Nicht angenommen", "Der angebotene Platz ist nicht mehr für Sie frei"),
    Reached.REQUEST: ("Anfrage zurückgezogen", "Sie haben Ihre Anfrage zurückgezogen"),
    Reached.QUEUE: ("Warteliste verlassen", "Sie stehen nicht mehr auf der Warteliste"),
}
CANCELLED_BY_STAFF = {
    Reached.SEAT: ("Storniert", "Das Kampagnenteam hat Ihre Buchung storniert"),
    Reached.OFFER: ("Nicht mehr frei", "Der angebotene Platz ist nicht mehr für Sie frei"),
    Reached.REQUEST: ("Anfrage abgelehnt", "Wir können Ihnen leider keinen Platz zusagen"),
    Reached.QUEUE: ("Warteliste beendet", "Das Kampagnenteam hat Sie von der Warteliste genommen"),
}
EXPIRED = {
    Reached.SEAT: ("Verfallen", "Ihre Buchung ist verfallen"),
    Reached.OFFER: ("Angebot verfallen", "Ihr Angebot ist verfallen"),
    Reached.REQUEST: ("Ohne Zusage", "Sie haben keine Zusage bekommen"),
    Reached.QUEUE: ("Nicht nachgerückt", "Die Warteliste ist geschlossen"),
}
MOVED = ("Umgebucht", "Diese Buchung ist umgebucht")
HANDED_OVER = ("Weitergegeben", "Ihr Platz ist weitergegeben")
ENDED = {State.CANCELLED: CANCELLED, State.EXPIRED: EXPIRED}
WAYS_OUT = {
    State.REQUESTED: "Anfrage zurückziehen",
    State.WAITING: "Warteliste verlassen",
    State.OFFERED: "Platz ablehnen",
    State.BOOKED: "Stornieren",
}


def standing_of(booking: Booking) -> Standing:
    if booking.event.is_cancelled and not went_elsewhere(booking):
        return Standing("danger", "Termin abgesagt")
    if booking.state == State.BOOKED and booking.event.is_over:
        return Standing("info", "Vorbei")
    if booking.state in ENDED:
        return Standing("info", _how_it_ended(booking)[0])
    return STANDING[booking.state]


def headline_of(booking: Booking) -> str:
    """What the page of a booking says first; `position` comes from with_position()."""
    event = booking.event
    if event.is_cancelled and not went_elsewhere(booking):
        return "Dieser Termin ist abgesagt"
    if booking.state == State.WAITING and booking.position:
        return f"Sie stehen auf Platz {booking.position} der Warteliste"
    if booking.state == State.BOOKED and event.has_begun:
        return "Dieser Termin ist vorbei" if event.is_over else "Ihr Termin läuft gerade"
    if booking.state in ENDED:
        return _how_it_ended(booking)[1]
    return HEADLINES[booking.state]


def went_elsewhere(booking: Booking) -> bool:
    """Moved before its event was called off: what became of that event is no longer this person's matter."""
    return booking.state == State.CANCELLED and booking.moved_to_id is not None


def _how_it_ended(booking: Booking) -> tuple[str, str]:
    """In a list, and as a headline."""
    if went_elsewhere(booking):
        return MOVED
    if booking.handed_over_at:
        return HANDED_OVER
    if booking.state == State.CANCELLED and booking.cancelled_by_staff:
        return CANCELLED_BY_STAFF[reached_by(booking)]
    return ENDED[booking.state][reached_by(booking)]


def reached_by(booking: Booking) -> Reached:
    """An approved request that never left the waiting list counts as a request: the row does not tell them apart."""
    if booking.invited_at:
        return Reached.SEAT
    if booking.seated_at:
        return Reached.OFFER
    return Reached.REQUEST if booking.event.offer.needs_approval else Reached.QUEUE


def way_in_to(event: Event) -> WayIn:
    """What is asked first decides: where every request is checked, nobody comes onto the waiting list by a click."""
    if event.offer.needs_approval:
        return WayIn("Platz anfragen", "Anfrage abschicken")
    if event.has_room:
        return WayIn("Platz buchen", "Verbindlich buchen")
    return WayIn("Auf die Warteliste", "Auf die Warteliste setzen")


def way_out_of(booking: Booking) -> str:
    """What leaving is called; nothing where it is too late for that."""
    return WAYS_OUT[booking.state] if booking.can_still_be_cancelled else ""

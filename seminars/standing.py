"""How a booking stands, in the words its person reads."""

from typing import NamedTuple

from seminars.choices import State
from seminars.models import Booking


class Standing(NamedTuple):
    """Level is KERN's info, success, warning or danger."""

    level: str
    words: str


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
    State.CANCELLED: "Ihre Buchung ist storniert",
    State.ATTENDED: "Sie haben teilgenommen",
    State.MISSED: "Sie haben nicht teilgenommen",
    State.EXPIRED: "Die Warteliste ist geschlossen",
}
WAYS_OUT = {
    State.REQUESTED: "Anfrage zurückziehen",
    State.WAITING: "Warteliste verlassen",
    State.OFFERED: "Platz ablehnen",
    State.BOOKED: "Stornieren",
}


def standing_of(booking: Booking) -> Standing:
    if booking.event.is_cancelled:
        return Standing("danger", "Termin abgesagt")
    if booking.state == State.BOOKED and booking.event.is_over:
        return Standing("info", "Vorbei")
    return STANDING[booking.state]


def headline_of(booking: Booking) -> str:
    """What the page of a booking says first; `position` comes from with_position()."""
    event = booking.event
    if event.is_cancelled:
        return "Dieser Termin ist abgesagt"
    if booking.state == State.WAITING and booking.position:
        return f"Sie stehen auf Platz {booking.position} der Warteliste"
    if booking.state == State.BOOKED and event.has_begun:
        return "Dieser Termin ist vorbei" if event.is_over else "Ihr Termin läuft gerade"
    if booking.state == State.EXPIRED and booking.seated_at:
        return "Ihr Angebot ist verfallen"
    return HEADLINES[booking.state]


def way_out_of(booking: Booking) -> str:
    """What leaving is called; nothing where it is too late for that."""
    return WAYS_OUT[booking.state] if booking.can_still_be_cancelled else ""

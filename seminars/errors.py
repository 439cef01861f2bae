"""The reasons to refuse a seat."""

from missione.shared.errors import Refused


class EventFull(Refused):
    """No seat for a newcomer: all are taken, or others wait already."""

    sentence = "Zurzeit ist kein Platz für Sie frei. Sie können sich auf die Warteliste setzen."


class BookingNotOpen(Refused):
    sentence = "Dieser Termin ist noch nicht zu buchen."


class BookingClosed(Refused):
    sentence = "Der Anmeldeschluss ist vorbei."


class EventBegun(Refused):
    sentence = "Der Termin hat schon begonnen."


class EventCancelled(Refused):
    sentence = "Dieser Termin ist abgesagt."


class AlreadyBooked(Refused):
    sentence = "Sie haben diesen Termin schon gebucht."


class TimeTaken(Refused):
    """The person holds a seat at the same time elsewhere."""


class OfferGone(Refused):
    """Expired, declined, or the event was called off: the page of the booking says which."""

    sentence = "Dieses Angebot gilt nicht mehr."


class NotPossible(Refused):
    """A deed that does not fit the state of the row."""


class SomeFailed(Exception):
    """Of many deeds that were due some failed; the others are done. Not a no to a person: the log says what went wrong."""

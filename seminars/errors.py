"""The reasons to refuse a seat."""

from missione.shared.errors import Refused


class EventFull(Refused):
    sentence = "Alle Plätze sind vergeben. Sie können sich auf die Warteliste setzen."


class BookingNotOpen(Refused):
    sentence = "Die Anmeldung hat noch nicht begonnen."


class BookingClosed(Refused):
    sentence = "Der Anmeldeschluss ist vorbei."


class EventBegun(Refused):
    sentence = "Der Termin hat schon begonnen."


class EventCancelled(Refused):
    sentence = "Dieser Termin ist abgesagt."


class AlreadyBooked(Refused):
    sentence = "Sie sind für diesen Termin schon angemeldet."


class TimeTaken(Refused):
    """The person holds a seat at the same time elsewhere."""


class OfferGone(Refused):
    sentence = "Dieses Angebot gilt nicht mehr. Der Platz ist an die nächste Person gegangen."


class NotPossible(Refused):
    """A deed that does not fit the state of the row."""

"""The reasons to refuse a seat."""

from missione.shared.errors import Refused


class EventFull(Refused):
    """No seat for a newcomer: all are taken, or others wait already."""

    sentence = "Zurzeit ist kein Platz für Sie frei. Sie können sich auf die Warteliste setzen."


class TooFewSeats(EventFull):
    """Not enough for all whom a lead wants to book: `free` says how many there are."""

    def __init__(self, free: int):
        super().__init__(
            {0: "Zurzeit ist kein Platz frei.", 1: "Es ist nur noch 1 Platz frei."}.get(
                free, f"Es sind nur noch {free} Plätze frei."
            )
        )
        self.free = free


class BookingNotOpen(Refused):
    sentence = "Dieser Termin ist noch nicht zu buchen."


class BookingClosed(Refused):
    sentence = "Der Anmeldeschluss ist vorbei."


class EventBegun(Refused):
    sentence = "Der Termin hat schon begonnen."


class EventCancelled(Refused):
    sentence = "Dieser Termin ist abgesagt."


class Busy(Refused):
    """`person` is who cannot come, where several are entered at once."""

    def __init__(self, sentence: str = "", *, person):
        super().__init__(sentence)
        self.person = person


class AlreadyBooked(Busy):
    sentence = "Sie haben diesen Termin schon gebucht."


class TimeTaken(Busy):
    """The person holds a seat at the same time elsewhere."""


class ColleagueBusy(Refused):
    """Somebody whom a colleague enters is there already, or elsewhere at that time."""


class NotAColleague(Refused):
    """Unknown, elsewhere, suspended: the answer is the same, so that it tells nobody who has an account."""

    sentence = "Unter dieser Adresse finden wir in Ihrer Dienststelle kein Konto. Bitte prüfen Sie die Adresse."


class NamesNeeded(Refused):
    """No seat, or not so many, without a name."""


class TeamNotAtWork(Refused):
    sentence = "Ihr Team ruht zurzeit. Wenn es wieder aktiv ist, können Sie hier weitermachen."


class OfferGone(Refused):
    """Expired, declined, or the event was called off: the page of the booking says which."""

    sentence = "Dieses Angebot gilt nicht mehr."


class NotPossible(Refused):
    """A deed that does not fit the state of the row."""

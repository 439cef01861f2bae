"""The reasons to say no about materials, orders and messages."""

from collections.abc import Mapping

from missione.shared.errors import Refused


class LinesRefused(Refused):
    """What cannot be had as it was asked for: a sentence for each article, by its key."""

    sentence = "So können wir das nicht zusagen. Unten steht, was jetzt möglich ist."

    def __init__(self, problems: Mapping[int, str]):
        super().__init__()
        self.problems = dict(problems)


class NothingOrdered(Refused):
    sentence = "Wählen Sie mindestens einen Artikel aus."


class NotForPrivatePeople(Refused):
    sentence = (
        "Material gibt es nur für Dienststellen des Landes Nordrhein-Westfalen. Bitte geben Sie Ihre dienstliche "
        "E-Mail-Adresse an. Sind Sie in einem Team? Dann melden Sie sich an und bestellen Sie von dort."
    )


class AgencyMissing(Refused):
    sentence = "Sagen Sie uns zuerst, in welcher Dienststelle Sie arbeiten."


class AddressMissing(Refused):
    sentence = "Geben Sie die ganze Lieferadresse an: Stelle, Straße, Postleitzahl und Ort."


class AddressUnconfirmed(Refused):
    sentence = "Prüfen Sie zuerst die Lieferadresse: Sie ist neu für uns, und noch hat sie niemand bestätigt."


class ReasonNotGiven(Refused):
    sentence = "Schreiben Sie den Grund dazu. Er steht im Brief an die Dienststelle."


class NotNow(Refused):
    sentence = "Der Stand der Bestellung hat sich inzwischen geändert. Bitte laden Sie die Seite neu."


class AlreadyWorkedOn(Refused):
    """Somebody of the campaign team was faster: what is to be done now was decided by an old page."""


class LinesNotWorked(Refused):
    """What staff typed beside the lines of an order does not work: a sentence for each line, by its key."""

    sentence = "So geht es nicht. Bei den Artikeln steht, was möglich ist."

    def __init__(self, problems: Mapping[int, str]):
        super().__init__()
        self.problems = dict(problems)


class LoanStillOpen(Refused):
    sentence = "Aus dieser Bestellung ist noch etwas vorgemerkt oder ausgeliehen. Schließen Sie zuerst die Ausleihe ab."


class PartsNotCounted(Refused):
    """What was counted cannot be: a sentence for each part, by its key."""

    sentence = "So geht es nicht. Bei den Bestandteilen steht, was möglich ist."

    def __init__(self, problems: Mapping[int, str]):
        super().__init__()
        self.problems = dict(problems)


class LoanNotNow(Refused):
    sentence = "Der Stand der Ausleihe hat sich inzwischen geändert. Bitte sehen Sie noch einmal nach."


class UnitStillAway(Refused):
    """Somebody else has it."""


class NoUnitFree(Refused):
    sentence = "In diesem Zeitraum ist kein anderes Gerät frei."


class HandOnNotNow(Refused):
    sentence = "Diese Weitergabe hat sich inzwischen geändert. Bitte sehen Sie noch einmal nach."


class NotLentNow(Refused):
    """To lend on from a box one must have it."""

    sentence = "Das geht, solange das Paket bei Ihnen ausgeliehen ist."


class TooLateToCancel(Refused):
    sentence = "Die Bestellung ist schon gepackt. Schreiben Sie uns, wenn Sie sie nicht mehr brauchen."


class StockGone(Refused):
    """More is to leave the shelf, or to be promised, than there is."""

    sentence = "So viele sind nicht mehr da."


class WrongEntry(Refused):
    """What is to be written into the ledger makes no sense."""


class MorePromised(WrongEntry):
    """Fewer were counted than orders hold."""


class FreeMeanwhile(Refused):
    """Nobody needs to wait: the person is led to the order."""

    sentence = "Gute Nachricht: Für diese Tage ist inzwischen etwas frei. Sie können es gleich bestellen."


class WaitsAlready(Refused):
    sentence = "Ihr Team steht dafür schon mit anderen Tagen auf der Warteliste. Ziehen Sie diese Vormerkung zuerst zurück."


class TooLateToWait(Refused):
    sentence = "Für diese Tage müsste das Paket heute noch los. Bitte wählen Sie spätere Tage."


class WishOver(Refused):
    sentence = "Diese Vormerkung ist schon beendet."


class TakenAlready(Refused):
    sentence = "Aus Ihrem Team hat schon jemand zugesagt."


class OfferOver(Refused):
    sentence = "Dieses Angebot gilt nicht mehr."


class LinkRunOut(Refused):
    sentence = "Dieser Link gilt nicht mehr. Bitte füllen Sie das Formular noch einmal aus."


class JustWritten(Refused):
    sentence = (
        "An diese Adresse haben wir gerade schon geschrieben. Öffnen Sie zuerst die E-Mail und bestätigen Sie sie. "
        "Keine da? Sehen Sie auch im Ordner für unerwünschte Post nach, und versuchen Sie es in einer Stunde noch einmal."
    )

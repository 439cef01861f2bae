"""The fixed words of materials and orders: what kinds there are, what the user reads, and from where to where things go."""

from django.db.models import TextChoices


class ArticleKind(TextChoices):
    GIVE_AWAY = "give_away", "Zum Behalten"
    LOAN = "loan", "Zum Ausleihen"
    DOWNLOAD = "download", "Zum Herunterladen"


class Topic(TextChoices):
    ELECTRICITY = "strom", "Strom"
    HEAT = "waerme", "Wärme"
    LOCAL_ACTIONS = "aktionen", "Aktionen vor Ort"
    CAMPAIGN = "kampagne", "Kampagne"


class EntryKind(TextChoices):
    """Why the stock of an article, or what is reserved of it, has changed."""

    RECEIPT = "receipt", "Zugang"
    RESERVATION = "reservation", "Reserviert"
    RELEASE = "release", "Freigegeben"
    SHIPMENT = "shipment", "Versandt"
    RETURN = "return", "Zurückgekommen"
    CORRECTION = "correction", "Berichtigt"


# What an entry does to the two counters of its article: what lies on the shelf, and how much of that is promised.
ON_THE_SHELF = {EntryKind.RECEIPT: 1, EntryKind.RETURN: 1, EntryKind.CORRECTION: 1, EntryKind.SHIPMENT: -1}
PROMISED = {EntryKind.RESERVATION: 1, EntryKind.RELEASE: -1, EntryKind.SHIPMENT: -1}
# These belong to a line of an order.
FOR_AN_ORDER = (EntryKind.RESERVATION, EntryKind.RELEASE, EntryKind.SHIPMENT, EntryKind.RETURN)


class Condition(TextChoices):
    """How a unit is."""

    USABLE = "usable", "In Ordnung"
    DAMAGED = "damaged", "Beschädigt"
    LOST = "lost", "Verloren"
    RETIRED = "retired", "Ausgemustert"


# It is there, whole or not.
IN_HAND = (Condition.USABLE, Condition.DAMAGED)


class LoanState(TextChoices):
    RESERVED = "reserved", "Reserviert"
    OUT = "out", "Ausgeliehen"
    RETURNED = "returned", "Zurückgegeben"
    CANCELLED = "cancelled", "Storniert"
    LOST = "lost", "Verloren"


# A unit has at most one of these on any day.
HOLDS_A_UNIT = (LoanState.RESERVED, LoanState.OUT)


class WishState(TextChoices):
    """Where somebody stands who waits for a unit."""

    WAITING = "waiting", "Auf der Warteliste"
    OFFERED = "offered", "Angeboten"
    TAKEN = "taken", "Angenommen"
    WITHDRAWN = "withdrawn", "Zurückgezogen"
    EXPIRED = "expired", "Verfallen"


OPEN_WISH = (WishState.WAITING, WishState.OFFERED)


class ReportKind(TextChoices):
    """What a protocol was written for."""

    HANDED_OUT = "handed_out", "Ausgabe"
    TAKEN_BACK = "taken_back", "Rücknahme"
    GIVEN_ON = "given_on", "Weitergabe"
    TAKEN_OVER = "taken_over", "Übernahme"
    CHECKED = "checked", "Prüfung"


class HandOnState(TextChoices):
    """Straight from one authority to the next: both confirm."""

    ARRANGED = "arranged", "Vereinbart"
    GIVEN = "given", "Übergeben"
    TAKEN = "taken", "Übernommen"
    CANCELLED = "cancelled", "Abgesagt"


OPEN_HAND_ON = (HandOnState.ARRANGED, HandOnState.GIVEN)


class OrderState(TextChoices):
    """Where an order stands. Who orders reads these words, too."""

    UNCONFIRMED = "unconfirmed", "E-Mail-Adresse noch nicht bestätigt"
    RECEIVED = "received", "Eingegangen"
    IN_REVIEW = "in_review", "In Prüfung"
    PARTLY_APPROVED = "partly_approved", "Teilweise zugesagt"
    APPROVED = "approved", "Zugesagt"
    PACKED = "packed", "Gepackt"
    PARTLY_SHIPPED = "partly_shipped", "Teilweise versandt"
    SHIPPED = "shipped", "Versandt"
    DONE = "done", "Abgeschlossen"
    DECLINED = "declined", "Abgelehnt"
    CANCELLED = "cancelled", "Storniert"
    EXPIRED = "expired", "Verfallen"


# EXPIRED is what was to be borrowed, and its last day went by before it left. What a guest never confirmed is deleted instead.
# Staff have to say yes, less or no.
TO_BE_DECIDED = (OrderState.RECEIVED, OrderState.IN_REVIEW)
# Decided, and to be packed.
TO_BE_PACKED = (OrderState.PARTLY_APPROVED, OrderState.APPROVED)
# Packed, and to leave.
TO_BE_SHIPPED = (OrderState.PACKED, OrderState.PARTLY_SHIPPED)
# Who ordered may still take it back.
CAN_BE_CANCELLED = (OrderState.UNCONFIRMED, *TO_BE_DECIDED, *TO_BE_PACKED)
# Over: no way leads on.
_GIVEN_UP = (OrderState.DECLINED, OrderState.CANCELLED, OrderState.EXPIRED)
OVER = (OrderState.DONE, *_GIVEN_UP)

# From where to where an order may go. Who may do it, and what else must hold, say the actions.
_DECIDED = (OrderState.PARTLY_APPROVED, OrderState.APPROVED)
_ON_ITS_WAY = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED, OrderState.DONE)
WAYS = {
    OrderState.UNCONFIRMED: (OrderState.RECEIVED, OrderState.CANCELLED),
    OrderState.RECEIVED: (OrderState.IN_REVIEW, *_DECIDED, *_GIVEN_UP),
    OrderState.IN_REVIEW: (*_DECIDED, *_GIVEN_UP),
    OrderState.PARTLY_APPROVED: (OrderState.APPROVED, OrderState.PACKED, *_GIVEN_UP),
    OrderState.APPROVED: (OrderState.PARTLY_APPROVED, OrderState.PACKED, *_GIVEN_UP),
    OrderState.PACKED: (*_DECIDED, *_ON_ITS_WAY, OrderState.CANCELLED, OrderState.EXPIRED),
    OrderState.PARTLY_SHIPPED: (OrderState.SHIPPED, OrderState.DONE),
    OrderState.SHIPPED: (OrderState.DONE,),
    OrderState.DONE: (),
    OrderState.DECLINED: (),
    OrderState.CANCELLED: (),
    OrderState.EXPIRED: (),
}


class LineState(TextChoices):
    """Where one line of an order stands."""

    REQUESTED = "requested", "Angefragt"
    APPROVED = "approved", "Zugesagt"
    PARTLY_SHIPPED = "partly_shipped", "Teilweise versandt"
    SHIPPED = "shipped", "Versandt"
    RETURNED = "returned", "Zurückgegeben"
    DECLINED = "declined", "Abgelehnt"
    CANCELLED = "cancelled", "Storniert"
    EXPIRED = "expired", "Verfallen"


# Nothing is held for such a line; the database knows it, too.
HOLDS_NOTHING = (LineState.SHIPPED, LineState.RETURNED, LineState.DECLINED, LineState.CANCELLED, LineState.EXPIRED)
# Nothing comes of such a line, and it does not count against what an authority may have in a year.
LINE_GIVEN_UP = (LineState.DECLINED, LineState.CANCELLED, LineState.EXPIRED)
LINE_WAYS = {
    LineState.REQUESTED: (LineState.APPROVED, *LINE_GIVEN_UP),
    LineState.APPROVED: (LineState.PARTLY_SHIPPED, LineState.SHIPPED, *LINE_GIVEN_UP),
    LineState.PARTLY_SHIPPED: (LineState.SHIPPED, LineState.CANCELLED),
    LineState.SHIPPED: (LineState.RETURNED,),
    LineState.RETURNED: (),
    LineState.DECLINED: (LineState.APPROVED,),  # staff think again before they pack
    LineState.CANCELLED: (),
    LineState.EXPIRED: (),
}


class Subject(TextChoices):
    """What somebody writes to the campaign team about; material and loans have a form of their own behind the same door."""

    MATERIAL = "material", "Material bestellen"
    LOAN = "ausleihe", "Etwas ausleihen"
    SEMINAR = "seminar", "Seminar"
    COACHING = "coaching", "Coaching"
    QUESTION = "frage", "Eine Frage"
    BARRIER = "barriere", "Eine Barriere melden"


ORDERED = (Subject.MATERIAL, Subject.LOAN)


class MessageState(TextChoices):
    UNCONFIRMED = "unconfirmed", "E-Mail-Adresse noch nicht bestätigt"
    OPEN = "open", "Offen"
    ANSWERED = "answered", "Beantwortet"

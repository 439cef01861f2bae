"""The fixed words of the seminars: what kinds there are and what the user reads."""

from django.db.models import TextChoices

from teams.choices import Need  # a person's own, taken over into each booking

__all__ = [
    "ACTIVE",
    "HOLDS_A_SEAT",
    "OF_A_BUILDING",
    "OPEN",
    "OVER",
    "UNDECIDED",
    "Audience",
    "Format",
    "Mode",
    "Need",
    "State",
    "TakingPart",
    "Topic",
]


class Format(TextChoices):
    SEMINAR = "seminar", "Seminar"
    WEBINAR = "webinar", "Kompakt-Webinar"
    TRAINING = "training", "Online-Schulung"
    ORIENTATION = "orientation", "Orientierungsmeeting"
    OFFICE_HOUR = "office_hour", "Sprechstunde"
    NETWORK_MEETING = "network_meeting", "Netzwerktreffen"
    SHORT_SEMINAR = "short_seminar", "Kurzseminar"
    TALK = "talk", "Vortrag"


class Topic(TextChoices):
    AWARENESS = "sensibilisierung", "Nutzersensibilisierung"
    ELECTRICITY = "strom", "Strom"
    HEAT = "waerme", "Wärme"
    LOCAL_ACTIONS = "aktionen", "Aktionen vor Ort"
    CAMPAIGN = "kampagne", "Kampagne und Netzwerk"
    HOME = "zuhause", "Energie zu Hause"


class Audience(TextChoices):
    MULTIPLIERS = "multipliers", "Multiplikatoren-Teams"
    AGENCIES = "agencies", "interessierte Behörden und Einrichtungen"
    EMPLOYEES = "employees", "alle Beschäftigten"


class Mode(TextChoices):
    ONLINE = "online", "Online"
    ONSITE = "vor-ort", "Vor Ort"
    HYBRID = "hybrid", "Vor Ort oder online"


class TakingPart(TextChoices):
    """How one person takes part."""

    ONSITE = "vor-ort", "Vor Ort"
    ONLINE = "online", "Online"


# What is needed of a building: nobody needs it at the own desk.
OF_A_BUILDING = (Need.STEP_FREE, Need.HEARING_LOOP)


class State(TextChoices):
    """Where a booking stands."""

    REQUESTED = "requested", "Angefragt"
    WAITING = "waiting", "Warteliste"
    OFFERED = "offered", "Platz angeboten"
    BOOKED = "booked", "Gebucht"
    CANCELLED = "cancelled", "Storniert"
    ATTENDED = "attended", "Teilgenommen"
    MISSED = "missed", "Nicht teilgenommen"
    EXPIRED = "expired", "Verfallen"


HOLDS_A_SEAT = (State.OFFERED, State.BOOKED, State.ATTENDED, State.MISSED)
UNDECIDED = (State.REQUESTED, State.WAITING)
OPEN = (State.REQUESTED, State.WAITING, State.OFFERED, State.BOOKED)
# Left, or run out.
OVER = (State.CANCELLED, State.EXPIRED)
# Of these a person has at most one per event.
ACTIVE = (*OPEN, State.ATTENDED, State.MISSED)

"""A small calendar that lives on the letters one person gets."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from tests.strict_ical import Malformed, read


@dataclass(frozen=True)
class Kept:
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    is_cancelled: bool


class CalendarClient:
    """Keeps the newest state per UID, whatever the order in which letters arrive. Knows nothing but SEQUENCE."""

    def __init__(self, address):
        self.address = address
        self.kept = {}

    def receive(self, content):
        calendar = read(content.encode())
        (zone,), (event,) = calendar.all("VTIMEZONE"), calendar.all("VEVENT")
        method = calendar.one("METHOD").value
        if unquote(event.one("ATTENDEE").value) != f"mailto:{self.address}":
            raise Malformed("somebody else's invitation")
        if (method == "CANCEL") != (event.one("STATUS").value == "CANCELLED") or method not in ("REQUEST", "CANCEL"):
            raise Malformed(f"{method} with {event.one('STATUS').value}")
        newer = Kept(
            sequence=int(event.one("SEQUENCE").value),
            starts_at=event.moment("DTSTART", zone),
            ends_at=event.moment("DTEND", zone),
            summary=event.one("SUMMARY").text,
            location=event.one("LOCATION").text,
            is_cancelled=method == "CANCEL",
        )
        uid = event.one("UID").text
        if uid not in self.kept or newer.sequence >= self.kept[uid].sequence:
            self.kept[uid] = newer

    @property
    def dates(self):
        """What the person sees: UID → (start, end, place) of all that takes place."""
        return {uid: (kept.starts_at, kept.ends_at, kept.location) for uid, kept in self.kept.items() if not kept.is_cancelled}

"""Calendar data (RFC 5545, RFC 5546): an entry as an invitation, as its cancellation, or among others in a file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import quote

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from missione.shared.clock import BERLIN
from missione.shared.validators import without_control_characters

MARK = f"-//{settings.CAMPAIGN_NAME}//Portal//DE"

# A constant: the rules a library derives from the time zone data start summer time an hour late for a strict reader.
BERLIN_RULES = b"\r\n".join(
    [
        b"BEGIN:VTIMEZONE",
        b"TZID:Europe/Berlin",
        b"BEGIN:DAYLIGHT",
        b"DTSTART:19810329T020000",
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        b"TZNAME:CEST",
        b"TZOFFSETFROM:+0100",
        b"TZOFFSETTO:+0200",
        b"END:DAYLIGHT",
        b"BEGIN:STANDARD",
        b"DTSTART:19961027T030000",
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        b"TZNAME:CET",
        b"TZOFFSETFROM:+0200",
        b"TZOFFSETTO:+0100",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    ]
)
END = b"END:VCALENDAR\r\n"

LINE_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
IN_ADDRESSES = "@!$'*+-/=^_`{|}~"


class Status(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """The one person an invitation goes to."""

    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One date as one person's calendar keeps it. `sequence` counts per uid *and person*; `changed_at` makes files byte-equal."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    status: Status = Status.CONFIRMED
    transparent: bool = False


def request(entry: Entry, attendee: Attendee) -> str:
    """The invitation, or its newer version when the sequence has risen."""
    return _document([_event(entry, attendee)], method="REQUEST").decode()


def cancel(entry: Entry, attendee: Attendee) -> str:
    """Takes an invitation back."""
    return _document([_event(replace(entry, status=Status.CANCELLED), attendee)], method="CANCEL").decode()


def publish(entries: Iterable[Entry], name: str = "") -> bytes:
    """A file to download, or a feed, which has a name: the same entries give the same bytes."""
    return _document([_event(entry) for entry in entries], method="PUBLISH", name=name)


def _document(events: list[Event], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _text(MARK), encode=False)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", _line(name), encode=False)
    return b"".join([calendar.to_ical().removesuffix(END), BERLIN_RULES, *(event.to_ical() for event in events), END])


def _event(entry: Entry, attendee: Attendee | None = None) -> Event:
    event = Event()
    event.add("uid", _line(entry.uid), encode=False)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", _local(entry.starts_at))
    event.add("dtend", _local(entry.ends_at))
    event.add("summary", _line(entry.summary), encode=False)
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT" if entry.transparent else "OPAQUE")
    if entry.description:
        event.add("description", _text(entry.description), encode=False)
    if entry.location:
        event.add("location", _line(entry.location), encode=False)
    if entry.url:
        event.add("url", vUri(entry.url), encode=False)
    event.add("organizer", _mailbox(settings.CONTACT_EMAIL, CN=settings.CAMPAIGN_NAME), encode=False)
    if attendee:
        event.add("attendee", _invited(attendee), encode=False)
    return event


def _invited(attendee: Attendee) -> vCalAddress:
    """Whoever booked has said yes already: the calendar asks for no answer."""
    # Older readers do not know how a parameter escapes its quotes and carets (RFC 6868).
    name = {"CN": re.sub('["^]', "'", _line(attendee.name))} if attendee.name else {}
    return _mailbox(attendee.email, CUTYPE="INDIVIDUAL", ROLE="REQ-PARTICIPANT", PARTSTAT="ACCEPTED", RSVP="FALSE", **name)


def _mailbox(email: str, **parameters: str) -> vCalAddress:
    return vCalAddress("mailto:" + quote(email, safe=IN_ADDRESSES), params=parameters)


def _local(moment: datetime) -> datetime:
    """Wall time in Berlin; the second of two equal hours in October in UTC, since a reader takes the local time for the first."""
    local = moment.astimezone(BERLIN)
    return moment.astimezone(UTC) if local.fold else local


class _Text(vText):
    """Escapes every backslash: the library's own takes a typed "\\N", as in a path, for a line break."""

    def to_ical(self) -> bytes:
        return re.sub(r"[\\;,]", r"\\\g<0>", self).replace("\n", r"\n").encode()


def _text(text: str) -> _Text:
    return _Text(without_control_characters(LINE_BREAKS.sub("\n", text)))


def _line(text: str) -> _Text:
    return _Text(_text(text).replace("\n", " "))

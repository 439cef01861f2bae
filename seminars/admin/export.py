"""The list of participants for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from django.utils.timezone import localtime

from missione.shared.spreadsheets import harmless
from seminars.models import Booking

COLUMNS = (
    "Reihenfolge",
    "Vorname",
    "Nachname",
    "E-Mail",
    "Dienststelle",
    "Team",
    "Stand",
    "Platz",
    "Teilnahme",
    "Bedarf",
    "Nachricht",
    "Gebucht am",
    "Kurzfristig storniert",
    "Buchungsnummer",
)

UNNAMED = ["", "(noch ohne Namen)", "", ""]
FORGOTTEN = ["", "(Name gelöscht)", "", ""]


def spreadsheet(bookings: Iterable[Booking]) -> str:
    """CSV as a German Excel opens it: semicolons, and a byte order mark for the umlauts."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for booking in bookings:
        writer.writerow([harmless(cell) for cell in row_of(booking)])
    return "\ufeff" + page.getvalue()


def _names_of(booking: Booking) -> list[str]:
    if person := booking.person:
        return [person.first_name, person.last_name, person.email, str(person.agency or "")]
    return FORGOTTEN if booking.is_forgotten else UNNAMED


def row_of(booking: Booking) -> list[str]:
    return [
        str(booking.number),
        *_names_of(booking),
        str(booking.team or ""),
        booking.get_state_display(),
        str(booking.seat_number or ""),
        booking.get_taking_part_display(),
        booking.needs_in_words,
        booking.message,
        f"{localtime(booking.created_at):%d.%m.%Y %H:%M}",
        "ja" if booking.cancelled_late else "",
        booking.reference,
    ]

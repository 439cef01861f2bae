"""Calendar data under the eyes of a strict reader."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from missione.shared import ical
from missione.shared.clock import BERLIN
from missione.shared.ical import Attendee, Entry, Status
from tests.strict_ical import in_utc, onset_in_utc, read

MIRIAM = Attendee(email="miriam.mitglied@behoerde.example", name="Miriam Mitglied")
WEBINAR = Entry(
    uid="5f0c@missione.example",
    sequence=3,
    starts_at=datetime(2026, 12, 8, 9, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 8, 10, 30, tzinfo=UTC),
    changed_at=datetime(2026, 11, 22, 8, 15, tzinfo=UTC),
    summary="Kompakt-Webinar Strom",
    description="Zeile eins\nZeile zwei",
    location="Haus 1; Raum 2, Düsseldorf",
    url="https://missione.example/meine-termine/ME-2345-6789/",
)


def the_event(content):
    (event,) = read(content if isinstance(content, bytes) else content.encode()).all("VEVENT")
    return event


def said(event, *names):
    return {name: event.one(name).value for name in names}


# --- Invitation, cancellation, file ----------------------------------------------------------------------


def test_an_invitation_names_one_attendee_and_the_function_mailbox(settings):
    settings.CONTACT_EMAIL = "kampagnenteam@missione.example"

    document = ical.request(WEBINAR, MIRIAM)

    assert read(document.encode()).one("METHOD").value == "REQUEST"
    event = the_event(document)
    assert said(event, "UID", "SEQUENCE", "STATUS", "TRANSP") == {
        "UID": "5f0c@missione.example",
        "SEQUENCE": "3",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }
    assert event.one("ORGANIZER").value == "mailto:kampagnenteam@missione.example"
    assert event.one("ATTENDEE").value == "mailto:miriam.mitglied@behoerde.example"
    assert event.one("ATTENDEE").parameters["CN"] == "Miriam Mitglied"
    assert event.one("ATTENDEE").parameters["RSVP"] == "FALSE"
    assert event.one("DTSTART").parameters == {"TZID": "Europe/Berlin"}
    assert said(event, "DTSTART", "DTEND") == {"DTSTART": "20261208T100000", "DTEND": "20261208T113000"}
    assert event.one("LOCATION").text == "Haus 1; Raum 2, Düsseldorf"
    assert event.one("DESCRIPTION").text == "Zeile eins\nZeile zwei"


def test_a_cancellation_carries_the_same_uid_and_its_status():
    document = ical.cancel(replace(WEBINAR, sequence=4), MIRIAM)

    assert read(document.encode()).one("METHOD").value == "CANCEL"
    assert said(the_event(document), "UID", "SEQUENCE", "STATUS") == {
        "UID": "5f0c@missione.example",
        "SEQUENCE": "4",
        "STATUS": "CANCELLED",
    }


def test_a_file_is_the_same_at_every_call_and_names_nobody():
    entries = [WEBINAR, replace(WEBINAR, uid="7a1b@missione.example", status=Status.TENTATIVE, transparent=True)]

    first, second = ical.publish(entries, "Meine Termine"), ical.publish(entries, "Meine Termine")

    assert first == second
    calendar = read(first)
    assert said(calendar, "METHOD", "X-WR-CALNAME") == {"METHOD": "PUBLISH", "X-WR-CALNAME": "Meine Termine"}
    assert [event.one("DTSTAMP").value for event in calendar.all("VEVENT")] == ["20261122T081500Z"] * 2
    assert [event.one("STATUS").value for event in calendar.all("VEVENT")] == ["CONFIRMED", "TENTATIVE"]
    assert [event.one("TRANSP").value for event in calendar.all("VEVENT")] == ["OPAQUE", "TRANSPARENT"]
    assert b"ATTENDEE" not in first


def test_a_file_to_download_has_no_name_of_its_own_so_that_outlook_adds_it_to_the_open_calendar():
    assert b"X-WR-CALNAME" not in ical.publish([WEBINAR])


def test_the_method_stands_before_the_components():
    document = ical.request(WEBINAR, MIRIAM)

    assert document.index("METHOD:REQUEST") < document.index("BEGIN:VTIMEZONE") < document.index("BEGIN:VEVENT")


def test_a_name_with_quotes_and_an_address_with_percent_stay_readable():
    document = ical.request(WEBINAR, Attendee(email="a%b?c@behoerde.example", name='Dr. "Emmi"; Müller, A:B ^n\r\nX:Y'))

    attendee = the_event(document).one("ATTENDEE")
    assert attendee.value == "mailto:a%25b%3Fc@behoerde.example"
    assert attendee.parameters["CN"] == "Dr. 'Emmi'; Müller, A:B 'n X:Y"


# --- Hostile text ----------------------------------------------------------------------------------------

hostile = st.text(st.sampled_from("aä€🙂👩🏽‍🌾\\nN;,:\"'^ \t\r\n\x00\x0b\x85\u2028\ud83dÄ"), max_size=200) | st.text(max_size=200)


@given(title=hostile, description=hostile)
@example(title="🙂" * 60, description="ä" * 300)
@example(title="C:\\Neu\\Nachweis", description="a\\nb\\\\n\\;")
@example(title="x\r\nATTENDEE:mailto:boese@example.com", description="\r\nEND:VEVENT\r\n")
@example(title=" ", description="\t")
def test_whatever_is_typed_comes_back_as_it_was(title, description):
    document = ical.publish([replace(WEBINAR, summary=title, description=description)])

    event = the_event(document)
    assert event.one("SUMMARY").text == one_line(title)
    if visible(description):
        assert event.one("DESCRIPTION").text == visible(description)
    assert the_event(document).one("UID").value == WEBINAR.uid


@given(title=hostile)
def test_the_library_reads_it_without_complaint(title):
    calendar = icalendar.Calendar.from_ical(ical.publish([replace(WEBINAR, summary=title)]))

    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    assert event["DTSTART"].dt == WEBINAR.starts_at


def visible(text):
    for line_break in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    return "".join(letter for letter in text if letter in "\t\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def one_line(text):
    return visible(text).replace("\n", " ")


# --- The change of clocks ----------------------------------------------------------------------------------

SPRING, AUTUMN = datetime(2027, 3, 28), datetime(2027, 10, 31)


@pytest.fixture
def zone():
    (zone,) = read(ical.publish([WEBINAR])).all("VTIMEZONE")
    return zone


@pytest.mark.parametrize(
    ("wall_time", "moment"),
    [
        (SPRING.replace(hour=1, minute=59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (SPRING.replace(hour=3), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (AUTUMN.replace(hour=1, minute=59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (AUTUMN.replace(hour=3), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
    ],
)
def test_the_rules_change_the_clock_at_the_right_minute(zone, wall_time, moment):
    assert in_utc(wall_time, zone) == moment


def test_the_rules_agree_with_the_time_zone_data_every_hour_of_two_years(zone):
    hours = filter(exists_once, (datetime(2026, 12, 1) + timedelta(hours=n) for n in range(2 * 365 * 24)))
    wrong = [hour for hour in hours if in_utc(hour, zone) != hour.replace(tzinfo=BERLIN).astimezone(UTC)]

    assert wrong == []


def test_both_rules_take_over_at_one_o_clock_utc(zone):
    (daylight,), (standard,) = zone.all("DAYLIGHT"), zone.all("STANDARD")

    assert onset_in_utc(daylight, 2027) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert onset_in_utc(standard, 2027) == datetime(2027, 10, 31, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 2, 30, tzinfo=UTC)),  # over the hour that is not
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # ends at 2:30 the first time
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),  # and the second time
        (datetime(2027, 10, 31, 1, 0, tzinfo=UTC), datetime(2027, 10, 31, 3, 0, tzinfo=UTC)),
    ],
)
def test_a_strict_reader_finds_the_moments_of_a_night_when_the_clock_changes(zone, starts_at, ends_at):
    event = the_event(ical.publish([replace(WEBINAR, starts_at=starts_at, ends_at=ends_at)]))

    assert (event.moment("DTSTART", zone), event.moment("DTEND", zone)) == (starts_at, ends_at)


@given(minutes=st.integers(0, 10_000_000), length=st.integers(1, 5000))
def test_every_moment_comes_back(minutes, length):
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    entry = replace(WEBINAR, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=length))
    calendar = read(ical.publish([entry]))

    (zone,), (event,) = calendar.all("VTIMEZONE"), calendar.all("VEVENT")
    assert (event.moment("DTSTART", zone), event.moment("DTEND", zone)) == (entry.starts_at, entry.ends_at)


def exists_once(wall_time):
    aware = wall_time.replace(tzinfo=BERLIN)
    return aware.utcoffset() == aware.replace(fold=1).utcoffset()

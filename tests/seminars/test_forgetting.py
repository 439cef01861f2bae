"""Long after an event the portal knows how many came from which ministry, and nobody's name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from missione.shared import clock
from missione.shared.invariants import broken_promises
from seminars import actions
from seminars.actions import Answers, book_for_team, book_seat, cancel_booking, enter_by_hand, forget_people, forget_words
from seminars.choices import Need, State
from seminars.errors import NotPossible
from seminars.models import Booking, Reminder
from teams.actions.deleting import delete_account
from teams.models import Ministry, Person
from tests.factories.seminars import EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
SAID = Answers(needs=[Need.CAPTIONS], message="Ich sitze gern vorn.")


@pytest.fixture
def finance():
    return Ministry.objects.create(abbreviation="FM", name="Ministerium der Finanzen")


@pytest.fixture
def event(finance, staff, clock_at):
    """One of the finance ministry came, one did not, one of an unknown house cancelled, and it is over now."""
    event = EventFactory(starts_at=clock.now() + timedelta(days=10))
    agency = AgencyFactory(ministry=finance)
    came, missed = (book_seat(event=event, person=PersonFactory(agency=agency), answers=SAID) for _ in range(2))
    left = enter_by_hand(event=event, person=PersonFactory(), by=staff, answers=SAID)
    cancel_booking(booking=left, by=staff, reason="Hat angerufen: Kind krank.")
    Reminder.objects.create(booking=came, days_before=7, event_version=1)
    clock_at(event.ends_at + timedelta(hours=1))
    for booking, attended in ((came, True), (missed, False)):
        actions.record_attendance(booking=booking, attended=attended)
    return event


def test_a_month_after_the_event_nobody_knows_what_was_said(event, clock_at):
    clock_at(event.ends_at + timedelta(days=29))
    assert forget_words() == 0

    clock_at(event.ends_at + timedelta(days=30, minutes=1))
    assert (forget_words(), forget_words()) == (3, 0)

    assert list(Booking.objects.values_list("needs", "message", "cancellation_reason")) == [([], "", "")] * 3
    assert Booking.objects.filter(person=None).count() == 0


def test_what_is_said_of_an_event_ahead_stays(event, clock_at):
    clock_at(event.ends_at + timedelta(days=40))
    later = book_seat(event=EventFactory(), person=PersonFactory(), answers=SAID)

    forget_words()

    later.refresh_from_db()
    assert (later.needs, later.message) == (SAID.needs, SAID.message)


def test_after_the_months_of_the_settings_the_figures_stay_and_the_people_go(event, finance, settings, clock_at):
    settings.PERSONAL_DATA_MONTHS = 12
    clock_at(event.ends_at + timedelta(days=364))
    assert forget_people() == 0

    clock_at(event.ends_at + timedelta(days=366))
    assert (forget_people(), forget_people()) == (3, 0)

    rows = Booking.objects.order_by("number").values_list("state", "ministry", "seat_number", "person", "booked_by", "message")
    assert list(rows) == [
        (State.ATTENDED, finance.pk, 1, None, None, ""),
        (State.MISSED, finance.pk, 2, None, None, ""),
        (State.CANCELLED, None, None, None, None, ""),
    ]
    event.refresh_from_db()
    assert event.seats_taken == 2 and not Reminder.objects.exists()
    assert list(broken_promises()) == []


def test_a_seat_of_a_team_counts_for_the_ministry_of_the_team(finance, clock_at):
    lead = PersonFactory()
    team = TeamFactory(lead=lead, agency=AgencyFactory(ministry=finance))
    event = EventFactory(starts_at=clock.now() + timedelta(days=20))
    book_for_team(team=team, event=event, by=lead, people=[], unnamed=1)
    clock_at(event.ends_at + timedelta(days=1000))

    forget_people()

    booking = Booking.objects.get()
    assert (booking.ministry, booking.team, booking.is_unnamed) == (finance, None, False)


def test_who_deletes_the_account_still_counts_for_the_ministry(event, finance, clock_at):
    for person in Person.objects.filter(agency__ministry=finance):
        delete_account(person=person)
    clock_at(event.ends_at + timedelta(days=1000))

    forget_people()

    assert Booking.objects.filter(ministry=finance).count() == 2


def test_broken_when_somebody_is_remembered_for_too_long(event, clock_at):
    def broken():
        return [line.split(": ")[-1] for line in broken_promises("seminars")]

    clock_at(event.ends_at + timedelta(days=32))
    assert broken() == ["keeps what somebody said"] * 3
    forget_words()
    assert broken() == []

    clock_at(event.ends_at + timedelta(days=800))
    assert broken() == ["its people are still known"] * 3


def test_the_database_forgets_wholly_or_not_at_all(event):
    with pytest.raises(IntegrityError, match="forgotten_with_all_that_was_said"):
        Booking.objects.filter(state=State.ATTENDED).update(person=None, booked_by=None, forgotten_at=clock.now())


def test_the_back_office_shows_figures_without_names_and_no_deed(event, staff, logged_in, clock_at):
    clock_at(event.ends_at + timedelta(days=800))
    forget_people()
    desk, booking = logged_in(staff), Booking.objects.get(state=State.ATTENDED)
    participants = f"/verwaltung/seminars/event/{event.pk}/teilnehmende/"

    page = desk.get(participants).content.decode()
    answers = [desk.get(f"/verwaltung/seminars/booking/{booking.pk}/{deed}/") for deed in ("change", "stornieren", "umbuchen")]

    assert page.count("Name gelöscht") == 3 and "mailto:" not in page.split("<main")[-1].split("</main")[0]
    assert "eintragen<" not in page
    assert "(Name gelöscht)" in desk.get(f"{participants[:-1]}.csv").content.decode()
    assert [answer.status_code < 500 for answer in answers] == [True] * 3
    assert desk.get("/verwaltung/seminars/booking/").content.decode().count("Name gelöscht") == 3


def test_attendance_of_somebody_forgotten_cannot_be_changed(event, clock_at):
    clock_at(event.ends_at + timedelta(days=800))
    forget_people()

    with pytest.raises(NotPossible, match="Die Namen zu diesem Termin sind gelöscht"):
        actions.record_attendance(booking=Booking.objects.get(state=State.MISSED), attended=True)

"""Seats of a team without a name: named in time, given back, or free again at their deadline."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from missione.shared import clock
from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from seminars import actions
from seminars.actions import Span, book_for_team, book_seat, give_back_seat, name_seat
from seminars.choices import State
from seminars.errors import ColleagueBusy, NotPossible
from seminars.models import Booking
from seminars.naming import naming_ends_at
from seminars.tasks import do_what_is_due
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN)
TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)
DEADLINE = datetime(2026, 12, 3, 18, 0, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def on_a_sunday(clock_at):
    clock_at(SUNDAY)


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


@pytest.fixture
def event():
    return EventFactory(seats=3, starts_at=TUESDAY)


@pytest.fixture
def hold(team, leader, event):
    """hold(2): so many seats for the team, without a name."""
    return lambda number: book_for_team(team=team, event=event, by=leader, people=[], unnamed=number)


def letters(kind):
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


# --- Until when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        (SUNDAY, DEADLINE),
        (datetime(2026, 12, 2, 17, 59, tzinfo=BERLIN), DEADLINE),
        (datetime(2026, 12, 2, 18, 30, tzinfo=BERLIN), datetime(2026, 12, 3, 19, 0, tzinfo=BERLIN)),
        (datetime(2026, 12, 6, 9, 59, tzinfo=BERLIN), datetime(2026, 12, 7, 10, 0, tzinfo=BERLIN)),
        (datetime(2026, 12, 7, 20, 0, tzinfo=BERLIN), TUESDAY),
    ],
    ids=[
        "five days before",
        "just more than a day",
        "at least a day, at a full hour",
        "two days before",
        "never after the start",
    ],
)
def test_the_deadline_lies_five_days_before_and_leaves_a_day(event, clock_at, now, deadline):
    clock_at(now)

    assert naming_ends_at(event) == deadline


def test_the_deadline_is_wall_time_across_the_change_of_clocks(clock_at):
    event = EventFactory(starts_at=datetime(2027, 3, 31, 10, 0, tzinfo=BERLIN))

    assert naming_ends_at(event) == datetime(2027, 3, 26, 18, 0, tzinfo=BERLIN)


def test_the_seat_knows_its_deadline(hold):
    (booking,) = hold(1)

    assert (booking.unnamed_until, booking.state, booking.invited_at) == (DEADLINE, State.BOOKED, None)


# --- Naming ------------------------------------------------------------------------------------------------


def test_whoever_is_named_has_the_seat_and_a_letter_with_calendar_data(hold, leader, member):
    first, second = hold(2)

    name_seat(booking=second, person=member, by=leader)

    second.refresh_from_db()
    assert (second.person, second.seat_number, second.unnamed_until) == (member, 2, None)
    (letter,) = letters("booking_confirmed")
    assert (letter.recipient, letter.calendar_method, letter.calendar_sequence) == (member.email, "REQUEST", 0)
    assert "Eingetragen hat Sie Lea Leitung." in letter.text
    assert second.event.seats_taken == 2


def test_who_cancelled_before_goes_on_counting(hold, leader, member, event):
    actions.cancel_booking(booking=book_seat(event=event, person=member), by=member)
    (booking,) = hold(1)

    named = name_seat(booking=booking, person=member, by=leader)

    assert named.sequence == 2


def test_naming_twice_is_once(hold, leader, member):
    (booking,) = hold(1)

    name_seat(booking=booking, person=member, by=leader)
    name_seat(booking=booking, person=member, by=leader)

    assert len(letters("booking_confirmed")) == 1


def test_a_seat_that_has_a_name_gets_no_other(hold, team, leader, member):
    (booking,) = hold(1)
    name_seat(booking=booking, person=member, by=leader)

    with pytest.raises(NotPossible, match="hat inzwischen einen Namen"):
        name_seat(booking=booking, person=leader, by=leader)


def test_after_the_deadline_there_is_no_naming_even_before_the_tick(hold, leader, member, clock_at):
    (booking,) = hold(1)
    clock_at(DEADLINE)

    with pytest.raises(NotPossible, match="Die Frist, diesen Platz zu benennen, ist vorbei."):
        name_seat(booking=booking, person=member, by=leader)


def test_only_members_are_named(hold, leader):
    (booking,) = hold(1)

    with pytest.raises(NotPossible, match="gehört nicht mehr zum Team"):
        name_seat(booking=booking, person=PersonFactory(), by=leader)


def test_who_is_in_already_or_elsewhere_is_not_named(hold, leader, member, event):
    first, second = hold(2)
    name_seat(booking=first, person=member, by=leader)
    book_seat(event=EventFactory(starts_at=TUESDAY), person=leader)

    with pytest.raises(ColleagueBusy, match="Miriam Mitglied ist bei diesem Termin schon dabei."):
        name_seat(booking=second, person=member, by=leader)
    with pytest.raises(ColleagueBusy, match="Lea Leitung hat zur selben Zeit schon einen anderen Termin."):
        name_seat(booking=second, person=leader, by=leader)


def test_who_is_named_after_a_reminder_was_due_is_not_reminded_of_that(hold, leader, member, clock_at, event):
    (booking,) = hold(1)
    clock_at(datetime(2026, 12, 1, 12, 0, tzinfo=BERLIN))

    name_seat(booking=booking, person=member, by=leader)
    actions.remind_of_events()

    assert letters("reminder") == []


# --- Giving back -------------------------------------------------------------------------------------------


def test_a_seat_given_back_goes_to_the_next_who_waits(hold, leader, event):
    booking, *_ = hold(3)
    waiting = BookingFactory(event=event)

    give_back_seat(booking=booking, by=leader)
    give_back_seat(booking=booking, by=leader)

    waiting.refresh_from_db()
    event.refresh_from_db()
    assert (waiting.state, event.seats_taken, event.waiting_count) == (State.BOOKED, 3, 0)
    assert letters("unnamed_seats_freed") == []


def test_if_staff_free_it_the_lead_is_told(hold, leader, staff):
    (booking,) = hold(1)

    give_back_seat(booking=booking, by=staff)

    (letter,) = letters("unnamed_seats_freed")
    assert letter.recipient == leader.email
    assert "das Kampagnenteam hat Plätze ohne Namen freigegeben" in letter.text


def test_a_seat_with_a_name_is_not_given_back_like_that(hold, leader, member):
    (booking,) = hold(1)
    name_seat(booking=booking, person=member, by=leader)

    with pytest.raises(NotPossible):
        give_back_seat(booking=booking, by=leader)


# --- At the deadline ---------------------------------------------------------------------------------------


def test_two_days_before_the_lead_is_reminded_once_for_all_seats(hold, leader, clock_at):
    hold(2)
    clock_at(DEADLINE - timedelta(days=2) - MINUTE)
    do_what_is_due()
    assert letters("names_needed") == []

    clock_at(DEADLINE - timedelta(days=2) + MINUTE)
    do_what_is_due()
    do_what_is_due()

    (letter,) = letters("names_needed")
    assert (letter.recipient, letter.not_after) == (leader.email, DEADLINE)
    assert "2 Plätze Ihres Teams sind noch ohne Namen." in letter.text


def test_who_has_just_held_a_seat_is_not_reminded(hold, clock_at):
    clock_at(DEADLINE - timedelta(days=1, hours=12))
    hold(1)

    do_what_is_due()

    assert letters("names_needed") == []


def test_at_the_deadline_what_has_no_name_is_free_and_the_next_move_up(hold, team, leader, member, event, clock_at):
    first, *others = hold(3)
    name_seat(booking=first, person=member, by=leader)
    waiting = [BookingFactory(event=event) for _ in range(3)]
    clock_at(DEADLINE + MINUTE)

    do_what_is_due()
    do_what_is_due()

    states = list(Booking.objects.order_by("number").values_list("state", flat=True))
    assert states == [State.BOOKED, State.EXPIRED, State.EXPIRED, State.BOOKED, State.BOOKED, State.WAITING]
    assert [booking.pk for booking in waiting] == list(event.bookings.filter(number__gt=3).values_list("pk", flat=True))
    (letter,) = letters("unnamed_seats_freed")
    assert letter.recipient == leader.email
    assert "sind 2 Plätze ohne Namen wieder frei" in letter.text


def test_a_team_without_a_lead_loses_the_seats_all_the_same(hold, team, event, clock_at):
    hold(1)
    team.memberships.all().delete()
    clock_at(DEADLINE + MINUTE)

    do_what_is_due()

    assert event.bookings.get().state == State.EXPIRED


# --- When the event changes --------------------------------------------------------------------------------


def test_when_the_event_moves_the_deadline_moves_and_the_lead_is_told(hold, leader, event, clock_at):
    hold(2)
    later = TUESDAY + timedelta(days=7)

    actions.change_event(event=event, days=[Span(later, later + timedelta(hours=1))])

    assert {row.unnamed_until for row in event.bookings.all()} == {DEADLINE + timedelta(days=7)}
    (letter,) = letters("team_event_changed")
    assert letter.recipient == leader.email
    assert "Donnerstag, 10. Dezember 2026, 18:00 Uhr" in letter.text


def test_after_the_letter_of_a_move_no_reminder_says_the_same(hold, event, clock_at):
    hold(1)
    clock_at(datetime(2026, 12, 2, 12, 0, tzinfo=BERLIN))
    soon = datetime(2026, 12, 5, 10, 0, tzinfo=BERLIN)
    Booking.objects.update(name_asked_at=None)

    actions.change_event(event=event, days=[Span(soon, soon + timedelta(hours=1))])
    do_what_is_due()

    assert event.bookings.get().unnamed_until == datetime(2026, 12, 3, 12, 0, tzinfo=BERLIN) + timedelta(hours=1)
    assert letters("names_needed") == []


def test_when_the_event_is_called_off_the_lead_gets_one_letter(hold, leader, event):
    hold(2)

    actions.cancel_event(event=event, reason="Krank.")

    assert {row.state for row in event.bookings.all()} == {State.CANCELLED}
    (letter,) = letters("team_event_cancelled")
    assert (letter.recipient, letter.calendar_method) == (leader.email, "")
    assert Letter.objects.filter(kind="event_cancelled").count() == 0


# --- What cannot be done without a name --------------------------------------------------------------------


def test_what_is_done_with_a_person_is_refused_with_a_sentence(hold, leader, staff, event, clock_at):
    (booking,) = hold(1)
    other = EventFactory(offer=event.offer, starts_at=TUESDAY + timedelta(days=1))
    deeds = [
        lambda: actions.cancel_booking(booking=booking, by=staff),
        lambda: actions.move_booking(booking=booking, to=other, by=staff),
        lambda: actions.change_answers(booking=booking, answers=actions.Answers()),
        lambda: actions.hand_over(booking=booking, to=leader, by=leader),
        lambda: actions.record_attendance(booking=booking, attended=True),
    ]

    for deed in deeds:
        with pytest.raises(NotPossible, match="Dieser Platz hat noch keinen Namen."):
            deed()


@pytest.mark.parametrize(
    "wrong",
    [
        {"team": None},
        {"unnamed_until": None},
        {"state": State.WAITING, "seat_number": None},
        {"state": State.ATTENDED},
    ],
)
def test_the_database_refuses_a_booking_of_nobody(hold, wrong):
    (booking,) = hold(1)

    with pytest.raises(IntegrityError, match="without_a_name_only_for_a_team_or_forgotten"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(**wrong)


def test_the_database_refuses_a_deadline_for_somebody_who_has_a_name(event, member):
    booking = book_seat(event=event, person=member)

    with pytest.raises(IntegrityError, match="without_a_name_only_for_a_team_or_forgotten"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(unnamed_until=clock.now())

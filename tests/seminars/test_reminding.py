"""Reminders: rows with a due time, each sent once, in wall time."""

from datetime import date, time, timedelta

import pytest

from missione.shared.models import Letter
from missione.shared.wall_time import wall_moment
from seminars.actions import Span, book_seat, cancel_booking, cancel_event, change_event, remind_of_events
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory

pytestmark = pytest.mark.django_db

THE_DAY = date(2027, 1, 20)


@pytest.fixture
def event(clock_at):
    clock_at(wall_moment(date(2027, 1, 4), time(12)))
    return EventFactory(starts_at=wall_moment(THE_DAY, time(10)), ends_at=wall_moment(THE_DAY, time(11)))


def reminders():
    return Letter.objects.filter(kind="reminder").count()


def test_seven_days_and_one_day_before_at_nine_each_once(event, member, clock_at):
    book_seat(event=event, person=member)

    sent = []
    for day, at in [(13, time(8, 59)), (13, time(9)), (13, time(9, 1)), (19, time(8, 59)), (19, time(9)), (20, time(9))]:
        clock_at(wall_moment(date(2027, 1, day), at))
        sent.append(remind_of_events())

    assert sent == [0, 1, 0, 0, 1, 0]


def test_a_missed_tick_is_caught_up_with_one_letter(event, member, clock_at):
    book_seat(event=event, person=member)
    clock_at(wall_moment(date(2027, 1, 19), time(15)))

    assert [remind_of_events(), remind_of_events()] == [1, 0]


def test_who_booked_after_the_due_time_is_not_reminded(event, member, clock_at):
    clock_at(wall_moment(date(2027, 1, 19), time(9, 5)))
    book_seat(event=event, person=member)

    assert remind_of_events() == 0


def test_who_waits_or_left_is_not_reminded(event, member, clock_at):
    change = EventFactory(seats=1, starts_at=event.starts_at, ends_at=event.ends_at)
    book_seat(event=change, person=PersonFactory())
    book_seat(event=change, person=member, join_waiting_list=True)
    leaver = book_seat(event=event, person=PersonFactory())
    cancel_booking(booking=leaver, by=leaver.person)
    clock_at(wall_moment(date(2027, 1, 19), time(9)))

    assert remind_of_events() == 1


def test_a_cancelled_event_reminds_nobody(event, member, clock_at):
    book_seat(event=event, person=member)
    cancel_event(event=event, reason="Krankheit")
    clock_at(wall_moment(date(2027, 1, 19), time(9)))

    assert remind_of_events() == 0


def test_an_event_that_moves_is_due_again(event, member, clock_at):
    book_seat(event=event, person=member)
    clock_at(wall_moment(date(2027, 1, 19), time(9)))
    remind_of_events()
    week = timedelta(days=7)

    change_event(event=event, days=[Span(event.starts_at + week, event.ends_at + week)])
    clock_at(wall_moment(date(2027, 1, 26), time(9)))

    assert (remind_of_events(), reminders()) == (1, 2)


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)])
def test_nine_o_clock_is_wall_time_on_the_day_of_the_clock_change(member, clock_at, sunday):
    monday = sunday + timedelta(days=1)
    clock_at(wall_moment(sunday - timedelta(days=20), time(12)))
    event = EventFactory(starts_at=wall_moment(monday, time(10)), ends_at=wall_moment(monday, time(11)), offer__reminder_days=[1])
    book_seat(event=event, person=member)

    clock_at(wall_moment(sunday, time(8, 59)))
    before = remind_of_events()
    clock_at(wall_moment(sunday, time(9)))

    assert (before, remind_of_events()) == (0, 1)


def test_a_reminder_that_could_not_leave_in_time_is_worth_nothing(event, member, clock_at):
    book_seat(event=event, person=member)
    clock_at(wall_moment(date(2027, 1, 19), time(9)))
    remind_of_events()

    assert Letter.objects.get(kind="reminder").not_after == event.starts_at

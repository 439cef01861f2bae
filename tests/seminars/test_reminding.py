"""Reminders: rows with a due time, each sent once, in wall time."""

from datetime import date, time, timedelta

import pytest

from missione.shared.models import Letter
from missione.shared.wall_time import wall_moment
from seminars.actions import Span, book_seat, cancel_booking, cancel_event, change_event, remind_of_events
from teams.models import Person
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


def test_who_wants_no_reminders_gets_none(event, member, clock_at):
    book_seat(event=event, person=member)
    Person.objects.filter(pk=member.pk).update(wants_reminders=False)
    book_seat(event=event, person=PersonFactory())
    clock_at(wall_moment(date(2027, 1, 19), time(9)))

    assert remind_of_events() == 1
    assert not Letter.objects.filter(kind="reminder", recipient=member.email).exists()


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


def every_morning(clock_at, first, last):
    """How many reminders leave at nine on each of these days of January, one after the other."""
    sent = []
    for day in range(first, last + 1):
        clock_at(wall_moment(date(2027, 1, day), time(9)))
        sent.append(remind_of_events())
    return sent


def test_an_event_that_moves_is_due_again_by_both_rules(event, member, clock_at):
    book_seat(event=event, person=member)
    before = every_morning(clock_at, 13, 19)
    week = timedelta(days=7)

    change_event(event=event, days=[Span(event.starts_at + week, event.ends_at + week)])

    assert before == [1, 0, 0, 0, 0, 0, 1]
    assert every_morning(clock_at, 20, 26) == [1, 0, 0, 0, 0, 0, 1]


def test_another_room_reminds_nobody_again(clock_at, member):
    clock_at(wall_moment(date(2027, 1, 4), time(12)))
    event = EventFactory(onsite=True, starts_at=wall_moment(THE_DAY, time(10)), ends_at=wall_moment(THE_DAY, time(11)))
    book_seat(event=event, person=member)
    every_morning(clock_at, 13, 13)

    event = change_event(event=event, changes={"venue": "Haus der Stille"})

    assert (event.version, every_morning(clock_at, 14, 19)) == (2, [0, 0, 0, 0, 0, 1])


def test_a_change_that_nobody_sees_changes_nothing(event, member, clock_at):
    booking = book_seat(event=event, person=member)
    every_morning(clock_at, 13, 13)

    event = change_event(event=event, changes={"venue": "Raum, den online niemand sieht"})

    booking.refresh_from_db()
    assert (event.version, booking.sequence, remind_of_events()) == (1, 0, 0)


def test_whose_account_is_suspended_is_not_reminded(event, member, clock_at):
    book_seat(event=event, person=member)
    Person.objects.update(is_active=False)

    assert every_morning(clock_at, 13, 13) == [0]


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

"""check_invariants sees each promise of the seats when it is broken: here by hand, behind the actions' back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F

from missione.shared import clock
from missione.shared.invariants import broken_promises
from seminars.actions import book_for_team, book_seat, cancel_booking, hand_over
from seminars.choices import State
from seminars.models import Booking, Event, EventDay
from teams.choices import TeamState
from teams.models import Team
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Two seats, both taken, and one who waits."""
    event = EventFactory(seats=2, starts_at=clock.now() + timedelta(days=9))
    for _ in range(3):
        book_seat(event=event, person=PersonFactory(), join_waiting_list=True)
    assert list(broken_promises()) == []
    return event


def broken():
    """The names of the broken promises; a line reads "seminars: counters_are_true: event 1: …"."""
    return {line.split(": ")[1] for line in broken_promises()}


def test_a_counter_that_lies(event):
    Event.objects.update(seats_taken=1)

    assert "counters_are_true" in broken()


def test_a_waiting_counter_that_lies(event):
    Event.objects.update(waiting_count=0)

    assert broken() == {"counters_are_true"}


def test_more_taken_than_there_are_without_a_seat_beyond(event):
    Event.objects.update(seats_taken=3)

    assert "nobody_is_overbooked_unseen" in broken()


def test_a_free_seat_beside_somebody_who_waits(event):
    Event.objects.update(seats=3)

    assert broken() == {"who_waits_is_promoted"}


def test_a_gap_in_the_queue(event):
    Booking.objects.filter(number=3).update(number=7)

    assert broken() == {"queue_numbers_are_in_order"}


def test_days_that_do_not_fit(event):
    EventDay.objects.update(ends_at=F("ends_at") + timedelta(hours=1))

    assert broken() == {"days_fit_the_event"}


def test_an_event_without_a_day(event):
    EventDay.objects.all().delete()

    assert broken() == {"days_fit_the_event"}


def offered(event, until):
    booking = event.bookings.filter(state=State.BOOKED).earliest("number")
    Booking.objects.filter(pk=booking.pk).update(state=State.OFFERED, offered_until=until)


def test_an_offer_that_outlives_its_deadline(event):
    offered(event, clock.now() - timedelta(minutes=11))

    assert broken() == {"no_offer_outlives_its_deadline"}


def test_an_offer_that_outlives_the_start(event):
    offered(event, event.starts_at + timedelta(minutes=1))

    assert broken() == {"no_offer_outlives_the_start"}


def test_an_open_booking_at_a_cancelled_event(event):
    Event.objects.update(cancelled_at=clock.now(), cancellation_reason="Krankheit")

    assert broken() == {"cancelled_events_hold_nobody"}


def held(event):
    team = TeamFactory(lead=PersonFactory())
    lead = team.memberships.get().person
    return book_for_team(team=team, event=EventFactory(), by=lead, people=[], unnamed=1)[0]


def test_a_seat_without_a_name_after_its_deadline(event):
    Booking.objects.filter(pk=held(event).pk).update(unnamed_until=clock.now() - timedelta(minutes=11))

    assert broken() == {"no_seat_stays_unnamed_after_its_deadline"}


def test_a_seat_without_a_name_beyond_the_start(event):
    booking = held(event)
    Booking.objects.filter(pk=booking.pk).update(unnamed_until=booking.event.starts_at + timedelta(minutes=1))

    assert broken() == {"no_seat_stays_unnamed_after_its_deadline"}


def test_a_seat_without_a_name_of_a_team_that_rests(event):
    Team.objects.filter(pk=held(event).team_id).update(state=TeamState.RESTING)

    assert broken() == {"only_teams_at_work_hold_seats_without_a_name"}


def test_more_seats_without_a_name_than_a_team_may_hold(event, monkeypatch):
    monkeypatch.setattr("seminars.naming.MOST_UNNAMED", 20)
    team = TeamFactory(lead=PersonFactory())
    lead = team.memberships.get().person
    book_for_team(team=team, event=EventFactory(seats=20), by=lead, people=[], unnamed=17)

    assert broken() == {"only_teams_at_work_hold_seats_without_a_name"}


@pytest.mark.parametrize("wrong", [{"handed_over_at": None}, {"person": "the same"}])
def test_a_seat_taken_over_that_nobody_gave_away(event, wrong):
    one, other = PersonFactory(), PersonFactory()
    TeamFactory(lead=one, members=[other])
    new = hand_over(booking=book_seat(event=EventFactory(), person=one), to=other, by=one)
    Booking.objects.filter(pk=new.stands_in_for_id).update(**{"person": other} if "person" in wrong else wrong)

    assert broken() == {"who_stands_in_took_over_a_seat_given_away"}


def test_a_seat_given_away_that_nobody_took_over(event):
    booking = book_seat(event=EventFactory(), person=PersonFactory())
    cancel_booking(booking=booking, by=booking.person)
    Booking.objects.filter(pk=booking.pk).update(handed_over_at=clock.now())

    assert broken() == {"who_stands_in_took_over_a_seat_given_away"}


def test_a_trigger_that_is_gone(event):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER seminars_seat_within_seats ON seminars_booking")

    assert broken() == {"the_trigger_stands"}


def test_without_the_trigger_a_seat_could_be_oversold(event):
    """The control of the database's last word."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER seminars_seat_within_seats ON seminars_booking")
    Booking.objects.filter(number=3).update(state=State.BOOKED, seat_number=3, seated_at=clock.now())

    assert "counters_are_true" in broken()


def test_after_an_ordinary_day_all_promises_hold(event):
    cancel_booking(booking=event.bookings.earliest("number"), by=event.bookings.earliest("number").person)

    assert broken() == set()

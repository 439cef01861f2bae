"""Teams reach for the same seats at once; names, deadlines and cancellations meet. Without the lock each promise breaks."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter, RequestKey
from seminars import actions
from seminars.actions import book_for_team, book_seat, bookings, standing_in, team_seats, unnamed
from seminars.choices import State
from seminars.models import Booking
from seminars.querysets import EventQuerySet
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.races.many import at_once, clients_of, late, linger_before, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


def unlocked(monkeypatch):
    monkeypatch.setattr(EventQuerySet, "locked", lambda self: self)


def teams_of_three(number):
    return [TeamFactory(lead=PersonFactory(), members=PersonFactory.create_batch(2)) for _ in range(number)]


def lead_of(team):
    return team.memberships.leads().get().person


def way_to(event):
    return reverse("seminars:book_for_team", args=[event.offer.slug, event.slug])


def form_of(team, key=None, **fields):
    people = [str(reference) for reference in team.memberships.values_list("reference", flat=True)]
    return {"request_key": key or uuid4(), "people": people, "unnamed": "0", **fields}


# --- Two leads, five seats, blocks of three ----------------------------------------------------------------


def two_teams_and_five_seats(monkeypatch):
    event, teams = EventFactory(seats=5), teams_of_three(2)
    clients = clients_of([lead_of(team) for team in teams])
    linger_before(monkeypatch, (team_seats, "_require_seats"))
    pairs = [(client, form_of(team)) for client, team in zip(clients, teams, strict=True)]
    statuses = Counter(at_once(lambda pair: pair[0].post(way_to(event), pair[1]).status_code, pairs))
    event.refresh_from_db()
    booked = Counter(event.bookings.values_list("team", flat=True))
    return dict(statuses), sorted(booked.values()), event.seats_taken, list(broken_promises())


def test_of_two_teams_that_want_three_of_five_seats_one_gets_three_and_one_none(monkeypatch):
    assert two_teams_and_five_seats(monkeypatch) == ({302: 1, 409: 1}, [3], 3, [])


def test_control_without_the_lock_the_other_meets_an_error(monkeypatch, refused_by_the_database):
    unlocked(monkeypatch)

    statuses, *_ = two_teams_and_five_seats(monkeypatch)

    assert statuses.get(500) == len(refused_by_the_database) > 0
    assert set(refused_by_the_database) <= {"one_booking_per_seat", "one_place_in_the_queue_each"}


def test_six_teams_in_blocks_of_three_fill_sixteen_seats_with_five_blocks():
    event, teams = EventFactory(seats=16), teams_of_three(6)
    clients = clients_of([lead_of(team) for team in teams])
    pairs = [(client, form_of(team)) for client, team in zip(clients, teams, strict=True)]

    statuses = Counter(at_once(lambda pair: pair[0].post(way_to(event), pair[1]).status_code, pairs))

    assert statuses == {302: 5, 409: 1}
    assert sorted(Counter(event.bookings.values_list("team", flat=True)).values()) == [3] * 5
    assert list(broken_promises()) == []


# --- Ten times the same form -------------------------------------------------------------------------------


def ten_identical_posts(leader, member):
    team = TeamFactory(lead=leader, members=[member])
    event, form = EventFactory(seats=16), form_of(team, unnamed="3")
    clients = clients_of([leader] * 10)
    statuses = Counter(at_once(lambda client: client.post(way_to(event), form).status_code, clients, width=10))
    letters = Letter.objects.filter(kind="team_seats_booked").count()
    return dict(statuses), event.bookings.count(), letters, RequestKey.objects.count()


def test_ten_identical_posts_of_a_team_are_one_booking(leader, member):
    assert ten_identical_posts(leader, member) == ({302: 10}, 5, 1, 1)


def test_control_without_the_key_nine_are_refused(leader, member, monkeypatch):
    monkeypatch.setattr(team_seats, "answer_once", lambda key, *, digest_of: None)
    monkeypatch.setattr(team_seats, "remember_answer", lambda key, answer: None)

    assert ten_identical_posts(leader, member) == ({302: 1, 422: 9}, 5, 1, 0)


# --- A name and the deadline -------------------------------------------------------------------------------


def a_name_at_the_deadline(monkeypatch, clock_at, leader, member):
    """The lead names somebody just in time; before that is written the deadline passes, and the tick comes."""
    team, event = TeamFactory(lead=leader, members=[member]), EventFactory()
    (booking,) = book_for_team(team=team, event=event, by=leader, people=[], unnamed=1)
    linger_before(monkeypatch, (unnamed, "refuse_whoever_is_in"), turn=1)

    def tick():
        clock_at(booking.unnamed_until)
        return actions.free_unnamed_seats()

    deeds = [lambda: actions.name_seat(booking=booking, person=member, by=leader).person, late(tick)]
    named, freed = at_once(lambda deed: deed(), deeds, width=2)
    event.refresh_from_db()
    return named, freed, event.seats_taken, Booking.objects.get().state, list(broken_promises())


def test_a_name_given_in_time_holds_against_the_tick(monkeypatch, clock_at, leader, member):
    assert a_name_at_the_deadline(monkeypatch, clock_at, leader, member) == (member, 0, 1, State.BOOKED, [])


def test_control_without_the_lock_the_tick_frees_a_seat_that_has_a_name(monkeypatch, clock_at, leader, member):
    unlocked(monkeypatch)

    _, freed, taken, state, broken = a_name_at_the_deadline(monkeypatch, clock_at, leader, member)

    assert (freed, taken, state) == (1, 0, State.BOOKED)
    assert broken


# --- Vertretung and cancelling -----------------------------------------------------------------------------


def handed_over_and_cancelled(monkeypatch, member, stranger):
    TeamFactory(lead=stranger, members=[member])
    booking = book_seat(event=EventFactory(), person=member)
    linger_before(monkeypatch, (standing_in, "colleagues_of"), (bookings, "free"))
    outcomes = outcomes_of(
        lambda: actions.hand_over(booking=booking, to=stranger, by=member),
        lambda: actions.cancel_booking(booking=booking, by=member),
    )
    booking.event.refresh_from_db()
    seated = Booking.objects.holding_a_seat().count()
    cancels = Letter.objects.filter(recipient=member.email, calendar_method="CANCEL").count()
    return set(outcomes) <= {"done", "NotPossible"}, seated == booking.event.seats_taken, cancels, list(broken_promises())


def test_who_hands_over_and_cancels_at_once_does_one_of_both(monkeypatch, member, stranger):
    assert handed_over_and_cancelled(monkeypatch, member, stranger) == (True, True, 1, [])


def test_control_without_the_lock_both_happen(monkeypatch, member, stranger):
    unlocked(monkeypatch)

    assert handed_over_and_cancelled(monkeypatch, member, stranger) != (True, True, 1, [])


def test_two_who_stand_in_for_each_other_at_once_do_not_block_each_other():
    one, other = PersonFactory(), PersonFactory()
    TeamFactory(lead=one, members=[other])
    pairs = []
    for number in range(6):
        event = EventFactory(starts_at=clock.now() + timedelta(days=10 + number))
        giver, taker = (one, other) if number % 2 else (other, one)
        pairs.append((book_seat(event=event, person=giver), taker))

    new = at_once(lambda pair: actions.hand_over(booking=pair[0], to=pair[1], by=pair[0].person), pairs, width=6)

    assert [booking.person for booking in new] == [taker for _, taker in pairs]
    assert list(broken_promises()) == []

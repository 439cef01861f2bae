"""What a team sees of its dates, and what becomes of its seats when somebody leaves or the team rests or ends."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from missione.shared.clock import BERLIN
from missione.shared.models import Letter
from seminars import actions
from seminars.actions import book_for_team, book_seat
from seminars.choices import State
from seminars.models import Booking
from seminars.together import candidates, members_of, team_dates
from teams.signals import member_left, obligations_asked, team_ended
from tests.factories.seminars import BookingFactory, EventFactory
from tests.factories.teams import MembershipFactory, TeamFactory

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def on_a_sunday(clock_at):
    clock_at(datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN))


@pytest.fixture
def team(leader, member):
    return TeamFactory(lead=leader, members=[member])


@pytest.fixture
def event():
    return EventFactory(starts_at=TUESDAY, offer__title="Kompakt-Webinar Strom")


def announced(signal, **facts):
    with transaction.atomic():
        return [answer for _, answer in signal.send(None, **facts) if answer]


# --- Who goes where ----------------------------------------------------------------------------------------


def test_the_dates_of_a_team_are_those_of_its_members_however_they_booked(team, leader, member, event):
    BookingFactory(event=EventFactory(starts_at=TUESDAY + timedelta(days=1), full=True), person=member)
    book_for_team(team=team, event=event, by=leader, people=[leader], unnamed=2)
    BookingFactory(event=event)

    first, second = team_dates(team)

    assert (first.event, [one.name for one in first.going], len(first.unnamed)) == (event, ["Lea Leitung"], 2)
    assert [(one.name, one.standing.words) for one in second.going] == [("Miriam Mitglied", "Auf der Warteliste")]
    assert first.until == datetime(2026, 12, 3, 18, 0, tzinfo=BERLIN)


def test_past_and_cancelled_bookings_are_not_among_them(team, member, event):
    BookingFactory(event=EventFactory(past=True), person=member)
    actions.cancel_booking(booking=book_seat(event=event, person=member), by=member)

    assert team_dates(team) == []


def test_another_teams_seats_are_not_among_them(team, leader, stranger, event):
    other = TeamFactory(lead=stranger)
    book_for_team(team=other, event=event, by=stranger, people=[stranger], unnamed=1)

    assert team_dates(team) == []
    assert list(Booking.objects.of_team(team)) == []


def test_needs_and_messages_are_not_even_asked_for(team, member, event):
    book_seat(event=event, person=member, answers=actions.Answers("", ["dgs"], "Geheim"))

    with CaptureQueriesContext(connection) as captured:
        team_dates(team)

    assert not any('"needs"' in query["sql"] or '"message"' in query["sql"] for query in captured)


def test_two_questions_however_many(team, leader, event):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            for date in team_dates(team):
                str((date.event.title, date.event.get_absolute_url(), date.going, date.unnamed, date.until))
        return len(captured)

    book_for_team(team=team, event=event, by=leader, people=[leader], unnamed=1)
    one = asked()
    for days in range(1, 12):
        another = EventFactory(starts_at=TUESDAY + timedelta(days=days))
        people = [MembershipFactory(team=team).person for _ in range(2)]
        book_for_team(team=team, event=another, by=leader, people=people, unnamed=1)

    assert (one, asked()) == (2, 2)
    with CaptureQueriesContext(connection) as captured:
        assert len([(row.person.name, row.event.offer.title) for row in Booking.objects.of_team(team)]) == 23
    assert len(captured) == 1


def test_who_could_go_and_what_stands_in_the_way(team, leader, member, event):
    waiting, elsewhere, away = (MembershipFactory(team=team, person__last_name=name).person for name in ("W", "X", "Y"))
    away.is_active = False
    away.save()
    book_seat(event=EventFactory(starts_at=TUESDAY), person=elsewhere)
    book_seat(event=event, person=member)
    full = EventFactory(full=True, starts_at=TUESDAY + timedelta(days=1))
    book_seat(event=full, person=waiting, join_waiting_list=True)

    now = [(one.person, one.obstacle) for one in candidates(event, members_of(team))]
    then = {one.person: one.obstacle for one in candidates(full, members_of(team))}

    assert now == [
        (leader, ""),
        (member, "Hat schon einen Platz."),
        (waiting, ""),
        (elsewhere, "Hat zur selben Zeit schon einen anderen Termin."),
    ]
    assert then[waiting] == "Steht schon auf der Warteliste."


# --- Leaving, resting, ending ------------------------------------------------------------------------------


def test_who_leaves_keeps_the_seat_and_is_gone_from_the_teams_page(team, leader, member, event):
    (booking,) = book_for_team(team=team, event=event, by=leader, people=[member])
    team.memberships.filter(person=member).delete()

    announced(member_left, team=team, person=member)

    booking.refresh_from_db()
    assert (booking.state, booking.person, booking.team) == (State.BOOKED, member, None)
    assert team_dates(team) == []


def test_when_the_team_rests_or_ends_what_has_no_name_goes_to_who_waits(team, leader, member):
    event = EventFactory(seats=2, starts_at=TUESDAY)
    named, _ = book_for_team(team=team, event=event, by=leader, people=[member], unnamed=1)
    waiting = BookingFactory(event=event)

    announced(team_ended, team=team)

    assert [row.state for row in event.bookings.order_by("number")] == [State.BOOKED, State.CANCELLED, State.BOOKED]
    assert Booking.objects.get(pk=waiting.pk).state == State.BOOKED
    letter = Letter.objects.get(kind="unnamed_seats_freed")
    assert letter.recipient == leader.email
    assert "Ihr Team ist zurzeit nicht aktiv." in letter.text


def test_seats_without_a_name_are_an_open_obligation_of_the_lead_and_the_team(team, leader, member, event):
    book_for_team(team=team, event=event, by=leader, people=[], unnamed=2)
    single = EventFactory(starts_at=TUESDAY + timedelta(days=1), offer__title="Netzwerktreffen")
    book_for_team(team=team, event=single, by=leader, people=[], unnamed=1)
    open_still = [
        "2 Plätze für „Kompakt-Webinar Strom“ am 8. Dezember 2026 sind noch ohne Namen.",
        "1 Platz für „Netzwerktreffen“ am 9. Dezember 2026 ist noch ohne Namen.",
    ]

    assert announced(obligations_asked, team=team, person=leader) == [open_still]
    assert announced(obligations_asked, team=team, person=None) == [open_still]
    (for_the_team,) = announced(obligations_asked, team=team, person=None)
    assert {obligation.address for obligation in for_the_team} == {f"/team/{team.slug}/plaetze/"}
    assert announced(obligations_asked, team=team, person=member) == []


def test_with_all_names_there_is_no_obligation(team, leader, member, event):
    book_for_team(team=team, event=event, by=leader, people=[member])

    assert announced(obligations_asked, team=team, person=leader) == []


def test_after_the_lead_is_passed_on_the_new_one_is_told(team, leader, member, event, clock_at):
    book_for_team(team=team, event=event, by=leader, people=[], unnamed=1)
    team.memberships.filter(person=leader).delete()
    team.memberships.filter(person=member).update(role="lead")
    clock_at(datetime(2026, 12, 1, 18, 1, tzinfo=BERLIN))

    actions.ask_for_names()

    assert Letter.objects.get(kind="names_needed").recipient == member.email

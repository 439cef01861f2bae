"""An account is deleted while something else happens to it. Each promise has its control: without the check it breaks."""

from datetime import timedelta

import pytest
from django.db import transaction

from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars.actions import book_seat, bookings
from seminars.models import Booking
from teams.actions import deleting, members, unused
from teams.actions.deleting import delete_account
from teams.actions.joining import accept_wish, ask_to_join
from teams.actions.steps import locked_team
from teams.models import Membership, Person
from tests.factories.seminars import EventFactory
from tests.factories.teams import AgencyFactory, PersonFactory, TeamFactory
from tests.races.many import late, linger_before, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slow_goodbye(monkeypatch):
    """The deletion holds its locks until the others stand before them."""
    linger_before(monkeypatch, (deleting.mails, "account_deleted"), turn=1)


def test_ten_tabs_delete_one_account_once():
    person = PersonFactory()
    book_seat(event=EventFactory(), person=person)

    told = outcomes_of(*[lambda: delete_account(person=Person.objects.get(pk=person.pk))] * 10)

    assert told == ["done"] * 10
    assert Letter.objects.filter(kind="account_deleted").count() == 1
    assert Letter.objects.filter(kind="booking_cancelled").count() == 1
    assert list(broken_promises()) == []


def while_it_is_deleted(person, *deeds):
    """The deletion first, and in its middle all the others at once."""
    return outcomes_of(lambda: delete_account(person=person), *map(late, deeds))


def logs_in_while_unused_accounts_go(monkeypatch):
    """The person logs in after the list of unused accounts was read, and before the own turn. Is the account still there?"""
    person = PersonFactory(joined_at=clock.months_ago(30), deletion_announced_at=clock.now() - timedelta(days=61))
    locked = unused.locked_with_teams

    def late(person):
        Person.objects.filter(pk=person.pk).update(last_login=clock.now())
        return locked(person)

    monkeypatch.setattr(unused, "locked_with_teams", late)
    unused.settle_announced()
    return Person.objects.filter(pk=person.pk, deleted_at=None).exists()


def test_who_logs_in_at_the_last_moment_keeps_the_account(monkeypatch):
    assert logs_in_while_unused_accounts_go(monkeypatch)


def test_without_looking_again_under_the_lock_the_account_is_gone(monkeypatch):
    monkeypatch.setattr(unused, "last_use", lambda person: person.joined_at)

    assert not logs_in_while_unused_accounts_go(monkeypatch)


def test_who_is_being_deleted_gets_no_seat(slow_goodbye):
    person = PersonFactory()
    events = [EventFactory() for _ in range(3)]

    told = while_it_is_deleted(person, *(lambda event=event: book_seat(event=event, person=person) for event in events))

    assert told == ["done", *["NotPossible"] * 3]
    assert not Booking.objects.exists()


def test_without_the_check_the_seat_is_held_by_nobody(slow_goodbye, monkeypatch):
    def unchecked(people):
        return {row.pk: row for row in Person.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in people])}

    monkeypatch.setattr(bookings, "lock_people", unchecked)
    person, event = PersonFactory(), EventFactory()
    while_it_is_deleted(person, lambda: book_seat(event=event, person=person))

    assert any("a_deleted_account_holds_no_seat_ahead" in line for line in broken_promises())


def somebody_who_wants_to_join():
    agency = AgencyFactory()
    team, person = TeamFactory(lead=PersonFactory(), agency=agency), PersonFactory(agency=agency)
    return team, person, ask_to_join(team=team, person=person)


def test_who_is_being_deleted_is_not_let_into_a_team(slow_goodbye):
    team, person, wish = somebody_who_wants_to_join()

    told = while_it_is_deleted(person, lambda: accept_wish(wish=wish, by=team.memberships.get().person))

    assert told == ["done", "WishGone"]
    assert not Membership.objects.filter(person=person).exists()
    assert list(broken_promises()) == []


def test_who_is_let_in_first_leaves_again():
    team, person, wish = somebody_who_wants_to_join()
    accept_wish(wish=wish, by=team.memberships.get().person)

    delete_account(person=person)

    assert not Membership.objects.filter(person=person).exists()


def let_in_while_it_is_deleted():
    """An invitation is accepted in another tab."""
    team, person = TeamFactory(lead=PersonFactory()), PersonFactory()
    while_it_is_deleted(person, lambda: in_one_go(team, person))
    return Membership.objects.filter(person=person).exists()


@transaction.atomic
def in_one_go(team, person):
    held = members.hold_agency(team)
    members.welcome(team=locked_team(team.pk), person=person, held=held)


def test_who_is_being_deleted_accepts_no_invitation(slow_goodbye):
    assert not let_in_while_it_is_deleted()
    assert list(broken_promises()) == []


def test_without_the_check_nobody_belongs_to_a_team(slow_goodbye, monkeypatch):
    """The control."""
    monkeypatch.setattr(members, "refuse_who_is_gone", lambda person: None)

    assert let_in_while_it_is_deleted()
    assert any("a_deleted_account_is_nobodys" in line for line in broken_promises())

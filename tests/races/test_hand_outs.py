"""Attendance is recorded by several at once, while hand-outs change and accounts go. Each promise has its control."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from materials.models import Entitlement
from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from seminars import mails
from seminars.actions import attendance, change_hand_outs, record_attendance
from seminars.choices import State
from seminars.models import Booking
from seminars.querysets import EventQuerySet
from teams.actions import deleting
from teams.actions.deleting import delete_account
from teams.models import Person
from tests.factories.documents import document_with_file
from tests.factories.seminars import BookingFactory, EventFactory, OfferFactory
from tests.factories.teams import PersonFactory
from tests.races.many import at_once, clients_of, late, linger_after, linger_before, outcomes_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_drawer")]


@pytest.fixture
def offer():
    """Hands out one document."""
    offer = OfferFactory()
    change_hand_outs(offer=offer, documents=[paper()])
    return offer


@pytest.fixture
def slow_telling(monkeypatch):
    """Whoever looks up what was told lingers before telling."""
    linger_after(monkeypatch, (mails, "hand_outs_told_to"), turn=1)


def paper():
    return document_with_file(entitled_only=True)


def held(offer, person=None, days_ago=7):
    event = EventFactory(offer=offer, starts_at=clock.now() - timedelta(days=days_ago))
    return BookingFactory(event=event, person=person or PersonFactory())


def letters():
    return Counter(Letter.objects.filter(kind="hand_outs").exclude(state=Letter.State.CANCELLED).values_list("state", flat=True))


@pytest.mark.parametrize("values", ["1" * 12, "10" * 6])
def test_one_attendance_recorded_and_taken_back_by_twelve_at_once(offer, staff, values):
    booking = held(offer)
    address = reverse("admin:seminars_booking_attendance", args=[booking.pk])
    deeds = list(zip(clients_of([staff] * 12), values, strict=True))

    answers = at_once(lambda deed: deed[0].post(address, {"value": deed[1]}).status_code, deeds, width=12)

    attended = Booking.objects.get().state == State.ATTENDED
    assert answers == [302] * 12
    assert (Entitlement.objects.count(), letters()) == ((1, {"waiting": 1}) if attended else (0, {}))
    assert list(broken_promises()) == []


# --- one person, two events ---


def letters_after_two_attendances_at_once(offer):
    person = PersonFactory()
    bookings = [held(offer, person, days_ago) for days_ago in (7, 8)]
    at_once(lambda booking: record_attendance(booking=booking, attended=True), bookings, width=2)
    return letters()


def test_two_attendances_of_one_person_at_once_are_told_in_one_letter(offer, slow_telling):
    assert letters_after_two_attendances_at_once(offer) == {"waiting": 1}
    assert list(broken_promises()) == []


def test_control_without_the_lock_on_the_person_two_letters_tell_the_same(offer, slow_telling, monkeypatch):
    monkeypatch.setattr(attendance, "_hold", lambda people: set())

    assert letters_after_two_attendances_at_once(offer) == {"waiting": 2}


# --- hand-outs change meanwhile ---


def another_hand_out_while_attendance_is_recorded(offer):
    """Both outcomes."""
    booking, documents = held(offer), [*offer.hand_outs.all(), paper()]
    return outcomes_of(
        lambda: record_attendance(booking=booking, attended=True),
        late(lambda: change_hand_outs(offer=offer, documents=documents)),
    )


def test_a_hand_out_chosen_meanwhile_reaches_who_is_just_marked(offer, slow_telling):
    outcomes = another_hand_out_while_attendance_is_recorded(offer)
    first = list(broken_promises())
    change_hand_outs(offer=offer, documents=[*offer.hand_outs.all(), paper()])

    assert (outcomes, first) == (["done", "NotPossible"], [])
    assert Entitlement.objects.count() == offer.hand_outs.count() == 2
    assert list(broken_promises()) == []


def test_control_without_the_lock_on_the_events_somebody_goes_without(offer, slow_telling, monkeypatch):
    monkeypatch.setattr(EventQuerySet, "locked", lambda self: self)

    assert another_hand_out_while_attendance_is_recorded(offer) == ["done", "done"]
    assert any("attendance_gives_the_hand_outs" in line for line in broken_promises())


# --- the account goes meanwhile ---


def attendance_of_an_account_that_is_being_deleted(offer, monkeypatch):
    linger_before(monkeypatch, (deleting.mails, "account_deleted"), turn=1)
    booking = held(offer)
    return outcomes_of(
        lambda: delete_account(person=Person.objects.get(pk=booking.person_id)),
        late(lambda: record_attendance(booking=booking, attended=True)),
    )


def test_an_account_that_is_being_deleted_is_given_nothing(offer, monkeypatch):
    assert attendance_of_an_account_that_is_being_deleted(offer, monkeypatch) == ["done", "done"]

    assert Booking.objects.get().state == State.ATTENDED
    assert not Entitlement.objects.exists()
    assert list(broken_promises()) == []


def test_control_without_the_lock_on_the_person_a_deleted_account_is_given_something(offer, monkeypatch):
    monkeypatch.setattr(attendance, "_hold", lambda people: set())

    assert attendance_of_an_account_that_is_being_deleted(offer, monkeypatch) == ["done", "done"]
    assert any("hand_outs_stand_for_an_attendance" in line for line in broken_promises())

"""Many reach for the same seats through the address. Each promise has its control: without the lock it breaks."""

from collections import Counter
from uuid import uuid4

import pytest
from django.urls import reverse

from missione.shared.invariants import broken_promises
from missione.shared.models import Letter, RequestKey
from seminars.actions import book_seat, bookings
from seminars.choices import State
from seminars.errors import AlreadyBooked
from seminars.models import Booking
from seminars.querysets import EventQuerySet
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory
from tests.races.conftest import A_DEADLOCK
from tests.races.many import at_once, clients_of, linger_after

pytestmark = pytest.mark.django_db(transaction=True)


def book(client, event, key=None):
    address = reverse("seminars:book", args=[event.offer.slug, event.slug])
    return client.post(address, {"request_key": key or uuid4(), "message": "", "warteliste": "1"}).status_code


def unlocked(monkeypatch):
    """And who has read the event lingers before writing."""
    monkeypatch.setattr(EventQuerySet, "locked", lambda self: self)
    linger_after(monkeypatch, (bookings, "locked_event"))


# What the database itself says no to when the lock is missing.
PROTECTING = {"one_booking_per_seat", "one_place_in_the_queue_each", A_DEADLOCK}


def so_many_bookings(number):
    """What became of so many people who booked 16 seats, 50 at a time: everything that the promise speaks of."""
    event = EventFactory(seats=16)
    clients = clients_of([PersonFactory() for _ in range(number)])
    statuses = Counter(at_once(lambda client: book(client, event), clients))
    bookings = list(Booking.objects.order_by("number").values_list("number", "state", "seat_number"))
    event.refresh_from_db()
    return {
        "answers": dict(statuses),
        "states": [state for _, state, _ in bookings],
        "numbers": [number for number, _, _ in bookings],
        "seats": sorted(seat for _, _, seat in bookings if seat),
        "counters": (event.seats_taken, event.waiting_count, event.last_number),
        "letters": dict(Counter(Letter.objects.values_list("kind", flat=True))),
        "broken": list(broken_promises()),
    }


PERFECT = {
    "answers": {302: 200},
    "states": [State.BOOKED] * 16 + [State.WAITING] * 184,
    "numbers": list(range(1, 201)),
    "seats": list(range(1, 17)),
    "counters": (16, 184, 200),
    "letters": {"booking_confirmed": 16, "booking_waiting": 184},
    "broken": [],
}


def test_two_hundred_people_get_sixteen_seats_and_a_queue_without_gaps():
    assert so_many_bookings(200) == PERFECT


def test_control_without_the_lock_the_database_refuses_what_would_be_one_seat_for_two(monkeypatch, refused_by_the_database):
    """The constraints are the last line: none is sold twice, but people meet an error, and numbers or counters go wrong."""
    unlocked(monkeypatch)

    outcome = so_many_bookings(40)

    assert outcome["answers"][500] == len(refused_by_the_database) > 0
    assert set(refused_by_the_database) <= PROTECTING
    assert len(outcome["numbers"]) < 40
    assert outcome["seats"] == sorted(set(outcome["seats"])) and len(outcome["seats"]) <= 16


def ten_identical_posts(member):
    """How many led to the confirmation without another word, how many were told "Sie haben … schon gebucht", and the rows."""
    event, key = EventFactory(seats=16), uuid4()
    clients = clients_of([member] * 10)
    at_once(lambda client: book(client, event, key), clients, width=10)
    page = Booking.objects.get().get_absolute_url()
    pages = [client.get(page).content.decode() for client in clients]
    refused = sum(AlreadyBooked.sentence in page for page in pages)
    return {"confirmed": 10 - refused, "refused": refused, "letters": Letter.objects.count(), "keys": RequestKey.objects.count()}


def test_ten_identical_posts_are_one_booking_and_ten_times_the_same_answer(member):
    assert ten_identical_posts(member) == {"confirmed": 10, "refused": 0, "letters": 1, "keys": 1}


def test_control_without_the_key_nine_of_the_ten_are_refused(member, monkeypatch):
    monkeypatch.setattr(bookings, "answer_once", lambda key, *, digest_of: None)
    monkeypatch.setattr(bookings, "remember_answer", lambda key, answer: None)

    assert ten_identical_posts(member) == {"confirmed": 1, "refused": 9, "letters": 1, "keys": 0}


def cancel_against_book():
    """Sixteen leave while sixty come: nobody is lost, no seat is given twice, and nobody passes the queue."""
    event = EventFactory(seats=16)
    seated = [book_seat(event=event, person=PersonFactory()) for _ in range(16)]
    leavers = [
        (client, reverse("seminars:cancel", args=[booking.reference]))
        for client, booking in zip(clients_of([b.person for b in seated]), seated, strict=True)
    ]
    comers = clients_of([PersonFactory() for _ in range(60)])
    deeds = [deed for pair in zip(comers[:16], leavers, strict=True) for deed in pair] + comers[16:]

    def do(deed):
        return deed[0].post(deed[1], {"request_key": uuid4()}).status_code if isinstance(deed, tuple) else book(deed, event)

    statuses = Counter(at_once(do, deeds))
    event.refresh_from_db()
    newcomers = list(event.bookings.exclude(pk__in=[b.pk for b in seated]).order_by("number").values_list("state", flat=True))
    return {
        "answers": dict(statuses),
        "newcomers": newcomers,
        "counters": (event.seats_taken, event.waiting_count),
        "broken": list(broken_promises()),
    }


ALL_MOVED_UP = {
    "answers": {302: 76},
    "newcomers": [State.BOOKED] * 16 + [State.WAITING] * 44,
    "counters": (16, 44),
    "broken": [],
}


def test_sixteen_leave_while_sixty_come_and_the_first_sixteen_move_up():
    assert cancel_against_book() == ALL_MOVED_UP


def test_control_without_the_lock_leaving_against_coming_loses_people_or_seats(monkeypatch, refused_by_the_database):
    unlocked(monkeypatch)

    outcome = cancel_against_book()

    lost = 60 - len(outcome["newcomers"])
    assert outcome["answers"].get(500, 0) == len(refused_by_the_database)
    assert set(refused_by_the_database) <= PROTECTING
    assert (lost or outcome["broken"] or outcome["counters"] != ALL_MOVED_UP["counters"]) and outcome != ALL_MOVED_UP

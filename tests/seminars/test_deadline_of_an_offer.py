"""How long an offered seat waits: twelve hours, and never into the night where the event leaves room."""

import pytest

from seminars.actions import cancel_booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import berlin

pytestmark = pytest.mark.django_db


def deadline_of_a_seat_freed(clock_at, *, at, begins):
    event = EventFactory(seats=1, starts_at=begins)
    clock_at(at.replace(month=1))
    first, waiting = BookingFactory.create_batch(2, event=event)
    clock_at(at)
    cancel_booking(booking=first, by=first.person)
    waiting.refresh_from_db()
    return waiting.offered_until


@pytest.mark.parametrize(
    ("why", "freed", "begins", "deadline"),
    [
        ("twelve hours on, people are at work", berlin(2026, 12, 8, 3), berlin(2026, 12, 9, 13), berlin(2026, 12, 8, 15)),
        ("just before work ends", berlin(2026, 12, 8, 5, 58), berlin(2026, 12, 9, 13), berlin(2026, 12, 8, 17, 58)),
        ("in the evening: the next morning", berlin(2026, 12, 8, 9), berlin(2026, 12, 9, 15), berlin(2026, 12, 9, 10)),
        ("before work begins: the same morning", berlin(2026, 12, 8, 19), berlin(2026, 12, 9, 15), berlin(2026, 12, 9, 10)),
        ("the event leaves half of the morning", berlin(2026, 12, 8, 19), berlin(2026, 12, 9, 13), berlin(2026, 12, 9, 9)),
        ("the event leaves only the night", berlin(2026, 12, 8, 9), berlin(2026, 12, 9, 10), berlin(2026, 12, 8, 21)),
        ("the event leaves less than the night", berlin(2026, 12, 8, 20), berlin(2026, 12, 9, 10), berlin(2026, 12, 9, 6)),
        (
            "the event is on Sunday",
            berlin(2026, 12, 4, 17),
            berlin(2026, 12, 6, 16),
            berlin(2026, 12, 5, 10),
        ),
        (
            "Saturday at one",
            berlin(2026, 12, 4, 17),
            berlin(2026, 12, 5, 13),
            berlin(2026, 12, 5, 9),
        ),
        ("Saturday morning: the night it is", berlin(2026, 12, 4, 17), berlin(2026, 12, 5, 11), berlin(2026, 12, 5, 5)),
        ("a Saturday is no working day", berlin(2026, 12, 5, 15), berlin(2026, 12, 7, 14), berlin(2026, 12, 7, 10)),
        ("the clock goes forward", berlin(2027, 3, 27, 20), berlin(2027, 3, 29, 15), berlin(2027, 3, 29, 10)),
        ("the clock goes back", berlin(2027, 10, 31, 1), berlin(2027, 11, 1, 15), berlin(2027, 11, 1, 10)),
    ],
)
def test_an_offer_ends_while_people_are_at_work_if_the_event_lets_it(clock_at, why, freed, begins, deadline):
    assert deadline_of_a_seat_freed(clock_at, at=freed, begins=begins).replace(second=0, microsecond=0) == deadline, why


def test_the_letter_and_the_page_say_ten_by_the_wall_clock_after_the_clocks_went_forward(clock_at, member, logged_in):
    event = EventFactory(seats=1, starts_at=berlin(2027, 3, 29, 15))
    clock_at(berlin(2027, 3, 1, 9))
    first, mine = BookingFactory(event=event), BookingFactory(event=event, person=member)
    clock_at(berlin(2027, 3, 27, 20))
    cancel_booking(booking=first, by=first.person)

    page = logged_in(member).get(mine.get_absolute_url()).content.decode()

    assert "Montag, 29. März 2027, 10:00 Uhr" in page

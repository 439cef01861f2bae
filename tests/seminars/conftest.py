import pytest

from seminars.actions import cancel_booking
from tests.factories.seminars import BookingFactory, EventFactory
from tests.seminars.days import SUNDAY, TUESDAY, berlin


@pytest.fixture
def desk(staff, logged_in):
    """A client at the campaign team's desk. Not a superuser: being staff is enough."""
    staff.is_superuser = False
    staff.save()
    return logged_in(staff)


# --- The stories of one person's booking ---


@pytest.fixture
def on_a_sunday(clock_at):
    clock_at(SUNDAY)


@pytest.fixture
def me(member, logged_in):
    return logged_in(member)


@pytest.fixture
def event(db):
    return EventFactory(starts_at=TUESDAY, offer__title="Richtig heizen")


@pytest.fixture
def booking(event, member):
    return BookingFactory(event=event, person=member)


@pytest.fixture
def offered(member, clock_at):
    """The member's booking with a seat offered until Monday, 14:00."""
    event = EventFactory(starts_at=berlin(2026, 11, 24, 13), seats=1)
    first = BookingFactory(event=event)
    booking = BookingFactory(event=event, person=member)
    clock_at(berlin(2026, 11, 23, 2))
    cancel_booking(booking=first, by=first.person)
    return booking

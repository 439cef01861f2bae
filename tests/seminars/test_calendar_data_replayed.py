"""All letters of one person, in any order, leave the calendar as the database has it. Told with random histories."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models.signals import pre_save
from hypothesis import given
from hypothesis import strategies as st

from missione.shared import clock
from missione.shared.clock import BERLIN
from missione.shared.errors import Refused
from missione.shared.models import Letter
from seminars import actions
from seminars.actions import Answers, Span
from seminars.choices import State, TakingPart
from seminars.entries import place_of
from seminars.models import Booking
from tests.calendar_client import CalendarClient
from tests.factories.seminars import EventFactory
from tests.factories.teams import PersonFactory, TeamFactory
from tests.thoroughness import tries

pytestmark = [pytest.mark.whole, pytest.mark.django_db]

SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=BERLIN)
TUESDAY = datetime(2026, 12, 8, 10, 0, tzinfo=BERLIN)

DEEDS = (
    "book",
    "cancel",
    "change_my_mind",
    "neighbour_books",
    "neighbour_cancels",
    "staff_cancel",
    "move_me",
    "next_place",
    "next_day",
    "more_seats",
    "call_off",
    "lead_books_me",
    "lead_names_me",
    "hand_mine_over",
    "take_over_from_neighbour",
)
histories = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 1)), min_size=1, max_size=14)


class History:
    """Miriam, her neighbour, who leads her team, and two events with one seat."""

    def __init__(self):
        self.miriam, self.neighbour, self.staff = PersonFactory(), PersonFactory(), PersonFactory(is_staff=True)
        self.team = TeamFactory(lead=self.neighbour, members=[self.miriam])
        self.events = [EventFactory(hybrid=True, seats=1, starts_at=TUESDAY + timedelta(days=day)) for day in (0, 3)]
        self.day = 0

    def happens(self, deed, number):
        event = self.events[number]
        event.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, deed)(event)
        except Refused:
            pass

    def booking_of(self, person, event):
        found = Booking.objects.open().filter(person=person, event=event).first()
        if not found:
            raise Refused
        return found

    def book(self, event):
        actions.book_seat(event=event, person=self.miriam, join_waiting_list=True)

    def change_my_mind(self, event):
        booking = self.booking_of(self.miriam, event)
        other = TakingPart.ONSITE if booking.taking_part == TakingPart.ONLINE else TakingPart.ONLINE
        actions.change_answers(booking=booking, answers=Answers(taking_part=other))

    def neighbour_books(self, event):
        actions.book_seat(event=event, person=self.neighbour, join_waiting_list=True)

    def cancel(self, event):
        actions.cancel_booking(booking=self.booking_of(self.miriam, event), by=self.miriam)

    def neighbour_cancels(self, event):
        actions.cancel_booking(booking=self.booking_of(self.neighbour, event), by=self.neighbour)

    def staff_cancel(self, event):
        actions.cancel_booking(booking=self.booking_of(self.miriam, event), by=self.staff, reason="Doppelt.")

    def move_me(self, event):
        (other,) = (each for each in self.events if each != event)
        actions.move_booking(booking=self.booking_of(self.miriam, event), to=other, by=self.miriam, join_waiting_list=True)

    def lead_books_me(self, event):
        self.book_for_team(event, people=[self.miriam], join_waiting_list=True)

    def lead_names_me(self, event):
        (held,) = self.book_for_team(event, people=[], unnamed=1)
        actions.name_seat(booking=held, person=self.miriam, by=self.neighbour)

    def book_for_team(self, event, **facts):
        return actions.book_for_team(team=self.team, event=event, by=self.neighbour, **facts)

    def hand_mine_over(self, event):
        actions.hand_over(booking=self.booking_of(self.miriam, event), to=self.neighbour, by=self.miriam)

    def take_over_from_neighbour(self, event):
        actions.hand_over(booking=self.booking_of(self.neighbour, event), to=self.miriam, by=self.neighbour)

    def next_place(self, event):
        actions.change_event(event=event, changes={"venue": f"Raum {event.version}"})

    def next_day(self, event):
        self.day += 1
        start = TUESDAY + timedelta(days=10 * self.day)
        actions.change_event(event=event, days=[Span(start, start + timedelta(hours=1))])

    def more_seats(self, event):
        actions.change_seats(event=event, seats=event.seats + 1)

    def call_off(self, event):
        actions.cancel_event(event=event, reason="Krank.")

    @property
    def dates(self):
        """What the database says Miriam's calendar should show."""
        booked = Booking.objects.filter(person=self.miriam, state=State.BOOKED).select_related("event")
        return {each.event.uid: (each.event.starts_at, each.event.ends_at, place_of(each.event)) for each in booked}

    @property
    def calendar_letters(self):
        letters = Letter.objects.filter(recipient=self.miriam.email).exclude(calendar_content="").order_by("pk")
        return [letter.calendar_content for letter in letters]


def replay(deeds, shuffle):
    """Let it all happen, hand Miriam's letters over in another order, compare; then undo it."""
    with transaction.atomic(), clock.moved_to(SUNDAY):
        history = History()
        for deed, number in deeds:
            history.happens(deed, number)
        client = CalendarClient(history.miriam.email)
        for content in shuffle(history.calendar_letters):
            client.receive(content)
        expected = history.dates
        transaction.set_rollback(True)
    assert client.dates == expected


@tries(60)
@given(deeds=histories, random=st.randoms(use_true_random=False))
def test_all_letters_in_any_order_leave_the_calendar_as_the_database_has_it(deeds, random):
    replay(deeds, lambda letters: random.sample(letters, len(letters)))


MOVED_AND_BOOKED_AGAIN = [("book", 0), ("next_day", 0), ("cancel", 0), ("book", 0), ("next_place", 0), ("next_day", 0)]


HANDED_OVER_AND_BACK = [("lead_names_me", 0), ("hand_mine_over", 0), ("take_over_from_neighbour", 0), ("next_place", 0)]


@pytest.mark.parametrize("deeds", [MOVED_AND_BOOKED_AGAIN, HANDED_OVER_AND_BACK, HANDED_OVER_AND_BACK[:2]])
def test_backwards_too(deeds):
    replay(deeds, lambda letters: letters[::-1])


@pytest.fixture
def sequences_stay_at_zero():
    def forget(instance, **kwargs):
        instance.sequence = 0

    pre_save.connect(forget, sender=Booking)
    yield
    pre_save.disconnect(forget, sender=Booking)


@pytest.mark.usefixtures("sequences_stay_at_zero")
@pytest.mark.parametrize("deeds", [MOVED_AND_BOOKED_AGAIN, HANDED_OVER_AND_BACK, HANDED_OVER_AND_BACK[:2]])
def test_control_without_rising_sequences_the_calendar_ends_wrong(deeds):
    with pytest.raises(AssertionError):
        replay(deeds, lambda letters: letters[::-1])

"""Random histories with teams in them: leads book, hold, name and give back, colleagues stand in. All promises go on holding."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from missione.shared.invariants import broken_promises
from seminars import actions
from seminars.choices import State
from seminars.models import Booking, Event
from tests.factories.teams import TeamFactory
from tests.seminars.test_seats_whatever_happens import NUMBERS, Seats
from tests.thoroughness import tries


class TeamSeats(Seats):
    """Two teams: the first four people, and the last three; the fourth belongs to both."""

    # Told in the other histories; without them there is more of what is new here.
    change_answers = change_the_place = call_it_off = enter_by_hand = decide = None

    @initialize(seats=st.integers(min_value=3, max_value=6), approval=st.booleans())
    def begin(self, seats, approval):
        super().begin(seats, approval)
        self.parts = (self.people[:4], self.people[:2:-1])
        self.teams = [TeamFactory(lead=lead, members=others) for lead, *others in self.parts]
        for event in self.events[1:]:
            actions.change_seats(event=event, seats=seats)

    def lead_of(self, team):
        return team.memberships.leads().get().person

    @rule(team=NUMBERS, event=NUMBERS, people=st.sets(NUMBERS, max_size=2), unnamed=st.integers(0, 2), queue=st.booleans())
    def book_for_team(self, team, event, people, unnamed, queue):
        members, team, event = self.parts[team % 2], self.teams[team % 2], self.events[event % 3]
        people = [members[number] for number in sorted({number % len(members) for number in people})]
        facts = {"team": team, "event": event, "by": self.lead_of(team), "people": people, "unnamed": unnamed}
        before = event.bookings.count()

        made = self.attempt(actions.book_for_team, join_waiting_list=queue, **facts)

        assert event.bookings.count() - before == (len(people) + unnamed if made else 0), "Some got a place and some did not"

    @precondition(lambda self: Booking.objects.unnamed().exists())
    @rule(person=NUMBERS, at_once=st.booleans())
    def name(self, person, at_once):
        held = Booking.objects.unnamed().select_related("team")
        booking = held.earliest("pk") if at_once else held.latest("pk")
        self.attempt(actions.name_seat, booking=booking, person=self.people[person], by=self.lead_of(booking.team))

    @precondition(lambda self: Booking.objects.unnamed().exists())
    @rule(by_staff=st.booleans())
    def give_back(self, by_staff):
        booking = Booking.objects.unnamed().select_related("team").earliest("pk")
        self.attempt(actions.give_back_seat, booking=booking, by=self.staff if by_staff else self.lead_of(booking.team))

    @precondition(lambda self: State.BOOKED in self.states)
    @rule(number=st.integers(min_value=0, max_value=40), to=NUMBERS)
    def hand_over(self, number, to):
        booking = self.a_booking(number)
        taken = Event.objects.get(pk=booking.event_id).seats_taken

        self.attempt(actions.hand_over, booking=booking, to=self.people[to], by=booking.person or self.staff)

        assert Event.objects.get(pk=booking.event_id).seats_taken == taken, "Handing over took or freed a seat"

    @invariant()
    def all_promises_hold(self):
        """Those of the seats: the others speak of what does not happen here."""
        assert list(broken_promises("seminars")) == []

    @rule(team=NUMBERS, sure=st.integers(min_value=0, max_value=7))
    def release(self, team, sure):
        if sure == 7:  # rarely, or there is soon nothing left to name
            self.attempt(actions.release_seats_of, team=self.teams[team % 2])


@pytest.mark.whole
@pytest.mark.django_db
def test_seats_of_teams_keep_their_promises_whatever_happens():
    run_state_machine_as_test(TeamSeats, settings=tries(25, stateful_step_count=30))

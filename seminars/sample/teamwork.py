"""What the team of the sample lead does together: seats with and without a name, and a colleague who stands in."""

from datetime import datetime

from seminars import actions
from seminars.errors import ColleagueBusy
from seminars.models import Booking
from seminars.permissions import colleagues_of
from seminars.sample.diary import Plan
from seminars.together import candidates, members_of
from teams.models import Person, Team


class Teamwork:
    """Of the one team at work that this person leads; without one nothing happens."""

    def __init__(self, lead: Person):
        self.lead = lead
        self.team = Team.objects.led_by(lead).let_in().first()

    def books(self, plan: Plan, *, named: int, unnamed: int, at: datetime) -> None:
        if self.team:
            plan.diary.note(at, lambda: self._book(plan, named, unnamed))

    def sends_somebody_else(self, plan: Plan, *, at: datetime) -> None:
        """Who was entered first cannot come."""
        if self.team:
            plan.diary.note(at, lambda: self._stand_in(plan))

    def _book(self, plan: Plan, named: int, unnamed: int) -> None:
        people = self._free_for(plan)[:named]
        actions.book_for_team(team=self.team, event=plan.event, by=self.lead, people=people, unnamed=unnamed)

    def _stand_in(self, plan: Plan) -> None:
        for booking in plan.event.bookings.filter(team=self.team).named().select_related("person")[:1]:
            self._hand_over(booking)

    def _hand_over(self, booking: Booking) -> None:
        for colleague in colleagues_of(booking.person).order_by("pk"):
            try:
                return actions.hand_over(booking=booking, to=colleague, by=booking.person)
            except ColleagueBusy:
                continue

    def _free_for(self, plan: Plan) -> list[Person]:
        others = members_of(self.team).exclude(person=self.lead)
        return [one.person for one in candidates(plan.event, others) if not one.obstacle]

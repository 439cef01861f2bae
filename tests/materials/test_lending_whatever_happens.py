"""Random histories of one article with two units: no unit twice on a day, nobody past the list, each offer holds just one."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from materials.actions.accepting import accept_offer
from materials.actions.extending import extend_loan
from materials.actions.orders import cancel_order, place_order
from materials.actions.waiting import join_waiting_list, look_after_waiting_lists, withdraw_wish
from materials.answers import Wish
from materials.availability import Availability
from materials.models import Loan, LoanWish, Order, Unit
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import all_promises
from tests.factories.materials import ANSWERS, ArticleFactory, team_of
from tests.factories.teams import PersonFactory
from tests.thoroughness import tries

LENDING = ("offers_hold", "nobody_waits_for_what", "loans_last", "every_exit", "states_agree_with_the_lines")
OURS = [ask for name, ask in all_promises().items() if name.startswith(tuple(f"materials: {each}" for each in LENDING))]
START = datetime(2027, 1, 4, 9, tzinfo=clock.BERLIN)
NUMBERS = st.integers(min_value=0, max_value=30)
LENGTHS = st.integers(min_value=5, max_value=20)


class Boxes(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.time = clock.moved_to(START)
        self.time.__enter__()

    def teardown(self):
        self.time.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(units=st.integers(min_value=1, max_value=2))
    def begin(self, units):
        self.box = ArticleFactory(loan=True, units=units, min_days=3, max_days=40)
        self.people = [PersonFactory() for _ in range(3)]
        self.teams = [team_of(person) for person in self.people]

    def attempt(self, deed):
        try:
            with transaction.atomic():
                deed()
        except Refused:
            pass

    def days(self, start, length):
        first = date(2027, 1, 11) + timedelta(days=start)
        return first, first + timedelta(days=length - 1)

    def one_of(self, rows, number):
        rows = list(rows.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(who=NUMBERS, start=NUMBERS, length=LENGTHS)
    def order_or_wait(self, who, start, length):
        """As people do: who gets none waits."""
        who, (first, last) = who % 3, self.days(start, length)
        person, team, wishes = self.people[who], self.teams[who], [Wish(self.box.pk, 1, first, last)]
        self.attempt(lambda: place_order(person=person, team=team, wishes=wishes, answers=ANSWERS))
        self.attempt(lambda: join_waiting_list(person=person, team=team, article=self.box, from_day=first, to_day=last))

    @rule(number=NUMBERS)
    def cancel(self, number):
        if order := self.one_of(Order.objects.open(), number):
            self.attempt(lambda: cancel_order(order=order, by=order.person))

    @rule(number=NUMBERS)
    def accept(self, number):
        if wish := self.one_of(LoanWish.objects.open(), number):
            self.attempt(lambda: accept_offer(wish=wish, person=wish.person, answers=ANSWERS))

    @rule(number=NUMBERS)
    def withdraw(self, number):
        if wish := self.one_of(LoanWish.objects.open(), number):
            self.attempt(lambda: withdraw_wish(wish=wish))

    @rule(number=NUMBERS, more=LENGTHS)
    def extend(self, number, more):
        if loan := self.one_of(Loan.objects.holding_a_unit().filter(line__isnull=False), number):
            later = loan.to_day + timedelta(days=more)
            self.attempt(lambda: extend_loan(loan=loan, to_day=later, by=loan.line.order.person))

    @rule(days=st.integers(min_value=0, max_value=5))
    def time_goes_on(self, days):
        self.time.__exit__(None, None, None)
        self.passed = getattr(self, "passed", timedelta()) + timedelta(days=days)
        self.time = clock.moved_to(START + self.passed)
        self.time.__enter__()
        look_after_waiting_lists()

    @invariant()
    def every_promise_of_lending_holds(self):
        assert [line for ask in OURS for line in ask()] == []

    @invariant()
    def the_calendar_tells_the_truth(self):
        if hasattr(self, "box"):
            first = clock.today() + timedelta(days=7)
            last = first + timedelta(days=9)
            assert Availability.of(self.box).how_many(first, last) == Unit.objects.free_between(first, last).count()


@pytest.mark.whole
@pytest.mark.django_db
def test_whatever_happens_nobody_gets_past_the_list():
    assert len(OURS) == len(LENDING)
    run_state_machine_as_test(Boxes, settings=tries(10, stateful_step_count=10, phases=(Phase.generate,)))

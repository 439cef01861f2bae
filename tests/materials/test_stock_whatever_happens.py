"""Random histories of orders, requests, deliveries, counting and authorities that merge: after each step the ledger is true and
nothing is negative, and when all orders have ended, nothing is held any more."""

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from materials.actions import working
from materials.actions.addresses import confirm_address
from materials.actions.deciding import Decision
from materials.actions.orders import ask_as_guest, cancel_order, confirm_order, place_order, request_order
from materials.actions.stock import count_stock, receive_stock
from materials.answers import Guest, Wish
from materials.choices import OVER, OrderState
from materials.models import Article, Order
from missione.shared.errors import Refused
from missione.shared.invariants import all_promises
from teams.actions import merge_agencies
from teams.models import Team
from tests.factories.materials import ANSWERS, ArticleFactory, know_the_address_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.thoroughness import tries

OURS = [question for name, question in all_promises().items() if name.startswith("materials")]
SOME = st.integers(min_value=1, max_value=12)
NUMBERS = st.integers(min_value=0, max_value=30)


class Shelf(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(stock=st.integers(min_value=0, max_value=20), pack=st.integers(min_value=1, max_value=3))
    def begin(self, stock, pack):
        self.articles = [ArticleFactory(stock=stock, limit_per_year=25), ArticleFactory(stock=15, pack_size=pack)]
        self.people = [PersonFactory(), PersonFactory()]
        self.teams = [team_of(person) for person in self.people]
        self.staff = PersonFactory(is_staff=True)
        self.alone = PersonFactory(agency=AgencyFactory())  # interested, without a team
        self.guests = 0
        know_the_address_of(self.teams[0].agency)  # the other one's is new to staff

    def attempt(self, deed):
        try:
            with transaction.atomic():
                deed()
        except Refused:
            pass

    def an_order(self, number):
        orders = list(Order.objects.order_by("pk"))
        return orders[number % len(orders)]

    def numbers_of(self, order, quantity):
        """For each line as many, or fewer where fewer were asked for."""
        return {line.pk: min(quantity, line.requested) for line in order.lines.all()}

    @rule(who=NUMBERS, first=SOME, second=NUMBERS)
    def order(self, who, first, second):
        wishes = [Wish(article.pk, number) for article, number in zip(self.articles, (first, second), strict=True) if number]
        person, team = self.people[who % 2], self.teams[who % 2]
        self.attempt(lambda: place_order(person=person, team=team, wishes=wishes, answers=ANSWERS))

    @rule(first=SOME)
    def ask_for_an_authority_without_a_team(self, first):
        wishes = [Wish(self.articles[0].pk, first)]
        self.attempt(lambda: request_order(person=self.alone, wishes=wishes, answers=ANSWERS))

    @rule(first=SOME, confirmed=st.booleans())
    def ask_as_a_guest(self, first, confirmed):
        self.guests += 1
        guest = Guest("Gerda Gast", f"gast{self.guests}@amt.example", "Amtsgericht")
        order = ask_as_guest(guest=guest, wishes=[Wish(self.articles[0].pk, first)], answers=ANSWERS)
        if confirmed:
            confirm_order(reference=order.reference)

    @precondition(lambda self: self.teams[0].agency_id != self.teams[1].agency_id)
    @rule(first_stays=st.booleans())
    def merge_the_authorities(self, first_stays):
        """Both may have used up their limits of the year: together they are over one, and nothing more is promised."""
        stays, goes = self.teams if first_stays else reversed(self.teams)
        merge_agencies(survivor=stays.agency, merged=goes.agency)
        self.teams = [Team.objects.get(pk=team.pk) for team in self.teams]

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS)
    def cancel(self, number):
        self.attempt(lambda: cancel_order(order=self.an_order(number), by=self.people[0]))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS, quantity=NUMBERS)
    def approve(self, number, quantity):
        order = self.an_order(number)
        decisions = {pk: Decision(many, "knapp") for pk, many in self.numbers_of(order, quantity).items()}
        self.attempt(lambda: working.approve_order(order=order, decisions=decisions, by=self.staff))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS)
    def confirm_the_address(self, number):
        self.attempt(lambda: confirm_address(order=self.an_order(number), by=self.staff))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS, deed=st.sampled_from([working.decline_order, working.cancel_by_staff, working.close_order]))
    def end(self, number, deed):
        self.attempt(lambda: deed(order=self.an_order(number), reason="Es ist so.", by=self.staff))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS, deed=st.sampled_from([working.start_review, working.pack_order]))
    def go_on(self, number, deed):
        self.attempt(lambda: deed(order=self.an_order(number), by=self.staff))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS, quantity=SOME, deed=st.sampled_from([working.ship_order, working.take_back_leftovers]))
    def send_or_take_back(self, number, quantity, deed):
        order = self.an_order(number)
        self.attempt(lambda: deed(order=order, quantities=self.numbers_of(order, quantity), by=self.staff))

    @precondition(lambda self: Order.objects.exists())
    @rule(number=NUMBERS, quantity=SOME)
    def approve_pack_and_ship(self, number, quantity):
        """The way that chance seldom takes to its end."""
        self.approve(number, 12)
        self.go_on(number, working.pack_order)
        self.send_or_take_back(number, quantity, working.ship_order)

    @rule(which=NUMBERS, quantity=st.integers(min_value=-3, max_value=12))
    def receive(self, which, quantity):
        self.attempt(lambda: receive_stock(article=self.articles[which % 2], quantity=quantity, by=self.staff))

    @rule(which=NUMBERS, counted=NUMBERS, reason=st.sampled_from(["", "Inventur"]))
    def count(self, which, counted, reason):
        article = Article.objects.get(pk=self.articles[which % 2].pk)
        self.attempt(
            lambda: count_stock(article=article, counted=counted, expected=article.in_stock, reason=reason, by=self.staff)
        )

    @rule()
    def end_all(self):
        """By whichever way out is open to each: whatever was held for one is free again."""
        for order in Order.objects.order_by("pk"):
            for leave in (working.cancel_by_staff, working.close_order, working.decline_order):
                self.attempt(lambda order=order, leave=leave: leave(order=order, reason="Vorbei.", by=self.staff))
        assert set(Order.objects.values_list("state", flat=True)) <= {OrderState.UNCONFIRMED, *OVER}
        assert [article.reserved for article in Article.objects.all()] == [0, 0]

    @invariant()
    def every_promise_of_this_app_holds(self):
        assert [line for ask in OURS for line in ask()] == []

    @invariant()
    def nothing_is_negative_and_no_limit_is_passed(self):
        for article in Article.objects.all():
            assert 0 <= article.reserved <= article.in_stock


@pytest.mark.whole
@pytest.mark.django_db
def test_whatever_happens_the_ledger_is_true():
    run_state_machine_as_test(Shelf, settings=tries(25, stateful_step_count=14))

"""Who waits, who is offered, who comes along and who wants to keep it longer act at the same moment. Each has its control."""

from datetime import date, datetime

import pytest

from materials.actions import accepting, extending, steps, waiting
from materials.actions.accepting import accept_offer
from materials.actions.extending import extend_loan
from materials.actions.orders import cancel_order, place_order
from materials.actions.waiting import join_waiting_list, look_after_waiting_lists, withdraw_wish
from materials.answers import Wish
from materials.choices import WishState
from materials.models import Loan, LoanWish, Order
from materials.querysets import ArticleQuerySet, LoanQuerySet, LoanWishQuerySet
from missione.shared import clock
from missione.shared.invariants import broken_promises
from teams.querysets import AgencyQuerySet, TeamQuerySet
from tests.factories.materials import ANSWERS, ArticleFactory, order_of, team_of
from tests.factories.teams import PersonFactory
from tests.races.many import late, linger_after, linger_before, meanwhile, outcome_of, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2027, 1, 11, 9, tzinfo=clock.BERLIN)
FEBRUARY = {"from_day": date(2027, 2, 1), "to_day": date(2027, 3, 2)}
LATER = date(2027, 3, 12)


@pytest.fixture(autouse=True)
def a_monday_in_january(own_drawer):
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def box():
    return ArticleFactory(loan=True, units=1)


@pytest.fixture
def lent(box):
    return order_of(team_of(), box, **FEBRUARY)


def lead_of(team):
    return team.memberships.leads().get().person


def waits(box, team, **days):
    return join_waiting_list(person=lead_of(team), team=team, article=box, **(days or FEBRUARY))


def orders(box, team, **days):
    days = days or FEBRUARY
    return place_order(person=lead_of(team), team=team, wishes=[Wish(box.pk, 1, *days.values())], answers=ANSWERS)


def unlocked(monkeypatch):
    """All rows are read and none is held."""
    for rows in (ArticleQuerySet, AgencyQuerySet, TeamQuerySet, LoanQuerySet):
        monkeypatch.setattr(rows, "locked", lambda self: self.order_by("pk"))
    monkeypatch.setattr(LoanWishQuerySet, "locked", lambda self: self.for_pages().order_by("pk"))


# --- the offer: taken twice, taken and lapsed ---


def an_offer(box, lent):
    leader, member = PersonFactory(), PersonFactory()
    wish = waits(box, team_of(leader, member))
    cancel_order(order=lent, by=lent.person)
    return LoanWish.objects.get(pk=wish.pk), leader, member


def two_accept(box, lent):
    wish, *people = an_offer(box, lent)
    return sorted(outcomes_of(*(lambda by=by: accept_offer(wish=wish, person=by, answers=ANSWERS) for by in people)))


def test_two_members_accept_and_it_is_one_order(box, lent):
    assert two_accept(box, lent) == ["TakenAlready", "done"]

    assert Order.objects.exclude(pk=lent.pk).count() == 1
    assert list(broken_promises()) == []


def test_control_without_the_locks_both_make_an_order(box, lent, monkeypatch):
    unlocked(monkeypatch)
    linger_after(monkeypatch, (accepting, "_refuse_what_is_over"))

    assert two_accept(box, lent) == ["done", "done"]
    assert Order.objects.exclude(pk=lent.pk).count() == 2


def the_tick_after(wish):
    with clock.moved_to(wish.offered_until):
        look_after_waiting_lists()


def test_accepted_in_time_it_does_not_lapse(box, lent, monkeypatch):
    """Who accepts has looked at the deadline; then it passes, and the tick comes."""
    wish, leader, _ = an_offer(box, lent)
    linger_after(monkeypatch, (accepting, "_refuse_what_is_over"), turn=1)

    accepted, _ = outcomes_of(lambda: accept_offer(wish=wish, person=leader, answers=ANSWERS), late(lambda: the_tick_after(wish)))

    wish.refresh_from_db()
    assert (accepted, wish.state) == ("done", WishState.TAKEN)
    assert Loan.objects.holding_a_unit().count() == 1
    assert list(broken_promises()) == []


def test_once_it_lapses_nobody_accepts_it(box, lent, monkeypatch):
    """The tick is in its middle when somebody accepts."""
    wish, leader, _ = an_offer(box, lent)
    linger_before(monkeypatch, (waiting, "end_wish"), turn=1)

    accepted, _ = outcomes_of(late(lambda: accept_offer(wish=wish, person=leader, answers=ANSWERS)), lambda: the_tick_after(wish))

    wish.refresh_from_db()
    assert (accepted, wish.state) == ("OfferOver", WishState.EXPIRED)
    assert not Loan.objects.holding_a_unit().exists()
    assert list(broken_promises()) == []


def test_control_without_the_locks_a_lapsed_offer_is_taken(box, lent, monkeypatch):
    """It ends after who accepts has looked at it: nothing is held any more, and the order finds no unit."""
    wish, leader, _ = an_offer(box, lent)
    real = accepting._refuse_what_is_over

    def lapses_meanwhile(wish):
        real(wish)
        meanwhile(lambda: withdraw_wish(wish=wish))

    unlocked(monkeypatch)
    monkeypatch.setattr(accepting, "_refuse_what_is_over", lapses_meanwhile)

    assert outcome_of(lambda: accept_offer(wish=wish, person=leader, answers=ANSWERS)) == "DoesNotExist"


# --- the list: who comes along while something becomes free ---


@pytest.mark.parametrize("_", range(3))
def test_a_newcomer_does_not_take_what_becomes_free(box, lent, _):
    wish, newcomers = waits(box, team_of()), [team_of() for _ in range(6)]

    outcomes = outcomes_of(
        lambda: cancel_order(order=lent, by=lent.person), *(lambda team=team: orders(box, team) for team in newcomers)
    )

    assert outcomes == ["done", *["LinesRefused"] * 6]
    wish.refresh_from_db()
    assert wish.state == WishState.OFFERED
    assert list(broken_promises()) == []


def test_control_without_the_call_a_newcomer_takes_it(box, lent, monkeypatch):
    waits(box, team_of())
    monkeypatch.setattr(steps, "offer_what_is_free", lambda article: None)
    cancel_order(order=lent, by=lent.person)

    assert outcome_of(lambda: orders(box, team_of())) == "done"


def joins_while_it_becomes_free(box, lent):
    """Ten join while the only one is given back: each waits or is told that it is free."""
    teams = [team_of() for _ in range(10)]
    return outcomes_of(lambda: cancel_order(order=lent, by=lent.person), *(lambda team=team: waits(box, team) for team in teams))


def test_who_joins_while_it_becomes_free_is_not_forgotten(box, lent):
    assert set(joins_while_it_becomes_free(box, lent)) <= {"done", "FreeMeanwhile"}

    assert list(broken_promises()) == []


def test_control_without_the_locks_somebody_waits_for_what_is_free(box, lent, monkeypatch):
    team, real = team_of(), waiting._refuse

    def then_it_becomes_free(*args):
        real(*args)
        meanwhile(lambda: cancel_order(order=lent, by=lent.person))

    unlocked(monkeypatch)
    monkeypatch.setattr(waiting, "_refuse", then_it_becomes_free)
    waits(box, team)

    assert any("waits, though unit" in line for line in broken_promises())


def test_one_team_joins_once(box, lent):
    leader, member = PersonFactory(), PersonFactory()
    team = team_of(leader, member)

    outcomes_of(*(lambda by=by: join_waiting_list(person=by, team=team, article=box, **FEBRUARY) for by in [leader, member] * 4))

    assert LoanWish.objects.count() == 1


# --- longer: against who orders, and who begins to wait ---

NEXT = {"from_day": date(2027, 3, 10), "to_day": date(2027, 4, 8)}


def extends(lent):
    loan = Loan.objects.get(line__order=lent)
    return lambda: extend_loan(loan=loan, to_day=LATER, by=lent.person)


@pytest.mark.parametrize("_", range(3))
def test_longer_or_for_somebody_else_but_not_both(box, lent, _):
    team = team_of()

    outcomes = outcomes_of(extends(lent), lambda: orders(box, team, **NEXT))

    assert outcomes in (["done", "LinesRefused"], ["Refused", "done"])
    assert list(broken_promises()) == []


def test_control_without_the_locks_the_database_refuses_the_second(box, lent, monkeypatch):
    team = team_of()
    unlocked(monkeypatch)
    real = extending._refuse

    def ordered_meanwhile(*args):
        real(*args)
        meanwhile(lambda: orders(box, team, **NEXT))

    monkeypatch.setattr(extending, "_refuse", ordered_meanwhile)

    assert outcome_of(extends(lent)) == "IntegrityError"


AFTER = {"from_day": date(2027, 2, 10), "to_day": date(2027, 3, 20)}


@pytest.mark.parametrize("_", range(3))
def test_longer_or_waited_for_in_one_order(box, lent, _):
    """Who begins to wait first hinders the extension; who comes after it waits for what is left."""
    team = team_of()

    extended, waited = outcomes_of(extends(lent), lambda: waits(box, team, **AFTER))

    assert (extended, waited) in [("done", "done"), ("Refused", "done")]
    loan, wish = Loan.objects.get(), LoanWish.objects.get()
    assert (loan.to_day == LATER) == (extended == "done")
    assert wish.state == WishState.WAITING
    assert list(broken_promises()) == []


def test_control_without_the_locks_it_is_extended_past_who_waits(box, lent, monkeypatch):
    team, real = team_of(), extending._refuse

    def waits_meanwhile(*args):
        real(*args)
        meanwhile(lambda: waits(box, team, **AFTER))

    unlocked(monkeypatch)
    monkeypatch.setattr(extending, "_refuse", waits_meanwhile)

    assert outcome_of(extends(lent)) == "done"
    assert LoanWish.objects.get().created_at < Loan.objects.get().changed_at

"""check_invariants sees each promise of stock and orders when it is broken: here by hand, behind the actions' back."""

from datetime import timedelta

import pytest

from materials.actions.lending_on import lend_piece, set_up_counter
from materials.actions.orders import cancel_order
from materials.actions.stock import ship
from materials.actions.waiting import join_waiting_list
from materials.choices import LineState, LoanState, OrderState, WishState
from materials.models import Article, ContactMessage, Loan, LoanWish, Order, OrderLine, Piece, StockEntry, Unit
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.invariants import broken_promises
from tests.factories.materials import ArticleFactory, loan_of, loan_out, meter_box, order_of, team_of
from tests.materials.lending import lent, packed_loan
from tests.materials.lending import meter_box as lending_box

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Sixty of a hundred."""
    order = order_of(team_of(), ArticleFactory(stock=100), 60)
    assert list(broken_promises()) == []
    return order


def broken():
    """The names of the broken promises; a line reads "materials: stock_is_the_sum_of_its_entries: article 1: …"."""
    return {line.split(": ")[1] for line in broken_promises()}


@pytest.mark.parametrize("lie", [{"in_stock": 101}, {"reserved": 59}])
def test_a_counter_that_lies(order, lie):
    Article.objects.update(**lie)

    assert broken() == {"stock_is_the_sum_of_its_entries"}


@pytest.mark.parametrize("lie", [{"reserved": 59}, {"reserved": 0}])
def test_a_line_that_lies(order, lie):
    OrderLine.objects.update(**lie)

    assert broken() == {"lines_are_the_sum_of_their_entries"}


def test_what_left_without_a_promise(order):
    line = order.lines.get()
    ship(line, 10, article=line.article, by=None)

    assert broken() == {"nothing_leaves_beyond_the_promise", "states_agree_with_the_lines"}


def test_a_parcel_to_an_address_that_nobody_confirmed():
    order = order_of(team_of(), ArticleFactory(stock=100), 60, elsewhere=True)
    line = order.lines.get()
    assert broken() == set()
    ship(line, 10, article=line.article, by=None)

    assert "parcels_go_to_addresses_that_somebody_knows" in broken()


@pytest.mark.parametrize("state", [LineState.APPROVED, LineState.SHIPPED, LineState.PARTLY_SHIPPED])
def test_a_line_that_is_further_than_its_order(order, state):
    OrderLine.objects.update(state=state, **({"reserved": 0} if state == LineState.SHIPPED else {}))

    assert "states_agree_with_the_lines" in broken()


@pytest.mark.parametrize("state", [OrderState.APPROVED, OrderState.PACKED, OrderState.SHIPPED])
def test_an_order_that_is_further_than_its_lines_and_its_history(order, state):
    Order.objects.update(state=state)

    assert broken() == {"states_agree_with_the_lines", "histories_lead_to_the_state"}


@pytest.mark.parametrize("steps", [
    [("received", "done"), ("done", "received")],  # no such way
    [("received", "in_review"), ("received", "in_review"), ("in_review", "received")],  # begins where nothing ended
])  # fmt: skip
def test_a_history_that_cannot_be(order, steps):
    for begins, ends in steps:
        order.changes.create(from_state=begins, to_state=ends)

    assert broken() == {"histories_lead_to_the_state"}


def test_an_entry_that_is_gone(order):
    StockEntry.objects.filter(kind="reservation").delete()

    assert broken() == {"stock_is_the_sum_of_its_entries", "lines_are_the_sum_of_their_entries"}


@pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.DECLINED, OrderState.EXPIRED])
def test_an_exit_that_does_not_release(order, state):
    Order.objects.update(state=state, ended_at=clock.now())

    assert broken() == {"every_exit_releases", "states_agree_with_the_lines", "histories_lead_to_the_state"}


def test_a_request_that_holds_something(order):
    Order.objects.update(is_request=True)

    assert broken() == {"every_exit_releases"}


def test_a_loan_that_outlives_its_line():
    first = clock.today() + timedelta(days=10)
    box = ArticleFactory(loan=True, units=1, min_days=1)
    cancel_order(order=order_of(team_of(), box, from_day=first, to_day=first), by=None)
    Loan.objects.update(state=LoanState.RESERVED, ended_at=None)

    assert broken() == {"every_exit_releases"}


@pytest.mark.parametrize(("lie", "promise"), [
    (lambda loan: loan.reports.all().delete(), "what_left_and_came_has_a_protocol"),
    (lambda loan: OrderLine.objects.update(state=LineState.RETURNED), "lines_agree_with_their_loans"),
    (lambda loan: Unit.objects.update(condition="damaged"), "units_are_in_one_place"),
    (lambda loan: cabinet.throw_away("loans", loan.reports.get().pictures.get().key), "every_picture_has_its_file"),
])  # fmt: skip
def test_a_loan_that_lies(own_drawer, staff, lie, promise):
    loan = lent(staff, pictured=True)
    assert list(broken_promises()) == []

    lie(loan)

    assert broken() == {promise}


def test_two_who_have_the_same_box(staff):
    box = lending_box(units=1)
    lent(staff, article=box, days=28)
    late = packed_loan(staff, article=box, starts_in=60, days=28)
    Loan.objects.filter(pk=late.pk).update(state=LoanState.OUT, handed_out_at=clock.now())

    assert "units_are_in_one_place" in broken()


def test_a_loan_without_a_unit_while_one_is_free(staff):
    loan = packed_loan(staff)
    Unit.objects.filter(pk=loan.unit_id).update(condition="damaged")

    assert broken() == {"nobody_lacks_a_unit_while_one_is_free"}


def test_a_line_that_waits_for_an_order_that_is_over(order):
    cancel_order(order=order, by=None)
    OrderLine.objects.update(state=LineState.REQUESTED)

    assert broken() == {"states_agree_with_the_lines"}


def test_what_nobody_confirmed_and_nobody_deleted(order):
    long_ago = clock.now() - timedelta(days=1)
    Order.objects.update(state=OrderState.UNCONFIRMED, confirm_until=long_ago)
    OrderLine.objects.update(reserved=0)
    assert "nothing_unconfirmed_outlives_its_link" in broken()

    Order.objects.all().update(state=OrderState.RECEIVED)
    ContactMessage.objects.create(subject="frage", text="?", name="G", email="g@amt.example", confirm_until=long_ago)
    assert "nothing_unconfirmed_outlives_its_link" in broken()


def test_a_meter_that_went_more_often_than_it_was_counted():
    box = loan_out(team_of(), meter_box(meters=1))
    set_up_counter(loan=box)
    lend_piece(piece=box.pieces.get(), seen=0)
    Piece.objects.update(times_lent=0)

    assert "every_lending_is_counted" in broken()


# --- who waits ---


@pytest.fixture
def wish():
    """Of a team, for what others have reserved."""
    loan = loan_of(team_of())
    team, days = team_of(), {"from_day": loan.from_day, "to_day": loan.to_day}
    return join_waiting_list(person=team.memberships.leads().get().person, team=team, article=loan.unit.article, **days)


@pytest.fixture
def offer(wish):
    order = Loan.objects.get().line.order
    cancel_order(order=order, by=order.person)
    wish.refresh_from_db()
    assert list(broken_promises()) == []
    return wish


def test_a_unit_that_became_free_and_was_not_offered(wish):
    Loan.objects.update(state=LoanState.CANCELLED, ended_at=clock.now())

    assert "nobody_waits_for_what_is_free" in broken()


def test_an_offer_that_nobody_ended(offer):
    LoanWish.objects.update(offered_until=clock.now() - timedelta(hours=3))

    assert broken() == {"nobody_waits_for_what_is_free"}


@pytest.mark.parametrize("lie", ["nothing is held", "other days", "no offer"])
def test_an_offer_that_holds_something_else(offer, lie):
    if lie == "nothing is held":
        Loan.objects.filter(wish=offer).update(state=LoanState.CANCELLED, ended_at=clock.now())
    elif lie == "other days":
        Loan.objects.filter(wish=offer).update(from_day=offer.from_day + timedelta(days=1))
    else:
        LoanWish.objects.update(state=WishState.WITHDRAWN, ended_at=clock.now())

    assert broken() == {"offers_hold_one_unit_each"}


def test_a_loan_that_lasts_longer_than_its_line():
    loan = loan_of(team_of())
    OrderLine.objects.update(to_day=loan.to_day - timedelta(days=1))

    assert broken() == {"loans_last_as_long_as_their_lines"}

"""Two of the campaign team, or staff and the team, act on one order at the same moment. Each has its control without the lock."""

from collections import Counter

import pytest
from django.urls import reverse

from materials.actions import deciding, working
from materials.actions.deciding import Decision
from materials.actions.orders import cancel_order, request_order
from materials.answers import Wish
from materials.choices import OrderState
from materials.models import Order, OrderChange, StockEntry
from materials.querysets import ArticleQuerySet
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from teams.querysets import AgencyQuerySet
from tests.factories.materials import ANSWERS, ArticleFactory, know_the_address_of, order_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.races.many import at_once, clients_of, linger_after, meanwhile, outcome_of, outcomes_of
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hanger():
    return ArticleFactory(stock=1000)


@pytest.fixture
def order(hanger):
    return order_of(team_of(PersonFactory()), hanger, 300)


@pytest.fixture
def colleagues():
    return [PersonFactory(is_staff=True) for _ in range(2)]


def without_the_lock(monkeypatch):
    """The row is read and not held, and all have read before anybody writes: what the lock prevents."""

    def not_held(order_id):
        order = Order.objects.select_related("agency", "team", "person").get(pk=order_id)
        list(order.changes.all())
        return order

    monkeypatch.setattr(working, "locked_order", not_held)
    linger_after(monkeypatch, (working, "_held"))


def all_of(order):
    return {line.pk: line.requested for line in order.lines.all()}


def approve(order, by, **more):
    decisions = {pk: Decision(quantity) for pk, quantity in all_of(order).items()}
    return working.approve_order(order=order, decisions=decisions, by=by, **more)


def seen_by(order):
    return working.last_entry(order).pk


def packed(order, by):
    approve(order, by)
    working.pack_order(order=order, by=by)


# --- two ship one order ---


def two_ship_a_part(order, colleagues):
    """Each 100 of 300, from the same page."""
    seen, quantities = seen_by(order), dict.fromkeys(all_of(order), 100)

    def ship(by):
        return working.ship_order(order=order, quantities=quantities, by=by, seen=seen)

    return sorted(outcomes_of(*(lambda by=by: ship(by) for by in colleagues)))


def test_two_of_the_staff_ship_one_order_once(order, hanger, colleagues):
    packed(order, colleagues[0])

    assert two_ship_a_part(order, colleagues) == ["AlreadyWorkedOn", "done"]

    assert order.lines.get().shipped == 100
    assert StockEntry.objects.filter(kind="shipment").count() == 1
    assert Letter.objects.filter(kind="order_shipped").count() == 1
    assert list(broken_promises()) == []


def test_control_without_the_lock_both_parcels_leave(order, hanger, colleagues, monkeypatch):
    packed(order, colleagues[0])
    without_the_lock(monkeypatch)

    assert two_ship_a_part(order, colleagues) == ["done", "done"]
    assert StockEntry.objects.filter(kind="shipment").count() == 2


def test_ten_clicks_on_one_button_are_one_parcel(order, colleagues):
    """Through the door, as the browser does: the same page, the same fields."""
    by = give_second_factor(colleagues[0])
    packed(order, by)
    line = order.lines.get()
    form = {"seen": seen_by(order), f"menge_{line.pk}": "100", "tracking_number": "00340"}
    address = reverse("admin:materials_order_versenden", args=[order.pk])

    answers = at_once(lambda client: client.post(address, form).status_code, clients_of([by] * 10), width=10)

    assert answers == [302] * 10
    assert order.lines.get().shipped == 100
    assert Letter.objects.filter(kind="order_shipped").count() == 1
    assert OrderChange.objects.filter(order=order, to_state=OrderState.PARTLY_SHIPPED).count() == 1


def test_the_back_button_ships_nothing_twice(order, hanger, colleagues):
    """One page, many different numbers at once: one of them leaves."""
    packed(order, colleagues[0])
    seen, line = seen_by(order), order.lines.get()

    def ship(number):
        return working.ship_order(order=order, quantities={line.pk: number}, by=colleagues[0], seen=seen)

    outcomes = outcomes_of(*(lambda number=number: ship(number) for number in range(10, 20)))

    assert sorted(outcomes) == ["AlreadyWorkedOn"] * 9 + ["done"]
    assert StockEntry.objects.filter(kind="shipment").count() == 1
    assert list(broken_promises()) == []


# --- staff promise, the team takes back ---


def approved_and_cancelled(order, by):
    seen = seen_by(order)
    return outcomes_of(lambda: approve(order, by, seen=seen), lambda: cancel_order(order=order, by=order.person))


@pytest.mark.parametrize("_", range(5))
def test_approve_against_cancel_leaves_nothing_behind(order, hanger, colleagues, _):
    approved, cancelled = approved_and_cancelled(order, colleagues[0])

    order.refresh_from_db()
    hanger.refresh_from_db()
    # who comes first is told the truth; the team may also take back what has just been promised
    assert (approved, cancelled) in [("done", "done"), ("AlreadyWorkedOn", "done")]
    assert (order.state, hanger.reserved) == (OrderState.CANCELLED, 0)
    assert Letter.objects.filter(kind="order_approved").count() == (approved == "done")
    assert list(broken_promises()) == []


def cancelled_between_reading_and_writing(order, monkeypatch):
    """The deed's lock is out, and the team takes the order back after the deed has read it."""
    real = working._held

    def late(*args, **kwargs):
        held = real(*args, **kwargs)
        meanwhile(lambda: cancel_order(order=order, by=order.person))
        return held

    monkeypatch.setattr(working, "locked_order", lambda pk: Order.objects.get(pk=pk))
    monkeypatch.setattr(working, "_held", late)


def test_control_without_the_lock_the_lines_still_refuse_the_promise(order, colleagues, monkeypatch):
    cancelled_between_reading_and_writing(order, monkeypatch)

    assert outcome_of(lambda: approve(order, colleagues[0], seen=seen_by(order))) == "NotNow"


def test_control_without_lock_and_ways_a_cancelled_order_is_promised(order, hanger, colleagues, monkeypatch):
    cancelled_between_reading_and_writing(order, monkeypatch)

    def any_way(line, to):
        line.state = to
        line.save(update_fields=["state"])

    monkeypatch.setattr(deciding, "go_line", any_way)

    assert outcome_of(lambda: approve(order, colleagues[0], seen=seen_by(order))) == "done"

    order.refresh_from_db()
    hanger.refresh_from_db()
    assert (order.state, hanger.reserved) == (OrderState.APPROVED, 300)
    assert list(broken_promises()) != []


@pytest.mark.parametrize("_", range(3))
def test_pack_against_cancel_is_one_of_both(order, hanger, colleagues, _):
    approve(order, colleagues[0])
    seen = seen_by(order)

    outcomes = outcomes_of(
        lambda: working.pack_order(order=order, by=colleagues[0], seen=seen),
        lambda: cancel_order(order=order, by=order.person),
    )

    assert outcomes in (["done", "TooLateToCancel"], ["AlreadyWorkedOn", "done"])
    assert list(broken_promises()) == []


def test_control_without_the_lock_a_cancelled_order_is_packed(order, colleagues, monkeypatch):
    approve(order, colleagues[0])
    cancelled_between_reading_and_writing(order, monkeypatch)

    assert outcome_of(lambda: working.pack_order(order=order, by=colleagues[0])) == "done"

    order.refresh_from_db()
    assert order.state == OrderState.PACKED
    assert list(broken_promises()) != []


def test_promise_against_decline_is_one_of_both(order, hanger, colleagues):
    seen = seen_by(order)
    first, second = colleagues

    outcomes = outcomes_of(
        lambda: approve(order, first, seen=seen),
        lambda: working.decline_order(order=order, reason="Nein", by=second, seen=seen),
    )

    assert sorted(outcomes) == ["AlreadyWorkedOn", "done"]
    assert Letter.objects.filter(kind__in=["order_approved", "order_declined"]).count() == 1
    assert list(broken_promises()) == []


# --- many requests for the last pieces, and for the limit of one authority ---


def requests_for(article, agency=None):
    asked = []
    for _ in range(8):
        person = PersonFactory(agency=know_the_address_of(agency or AgencyFactory()))
        asked.append(request_order(person=person, wishes=[Wish(article.pk, 10)], answers=ANSWERS))
    return asked


def all_promised(orders, by):
    return Counter(outcomes_of(*(lambda order=order: approve(order, by) for order in orders)))


def the_last_pieces_are_promised(by, monkeypatch):
    """Ten of 45 to each of eight; who has read what is free lingers."""
    article = ArticleFactory(stock=45)
    linger_after(monkeypatch, (deciding, "locked_articles"))
    outcomes = all_promised(requests_for(article), by)
    article.refresh_from_db()
    return outcomes, article.reserved


def test_the_last_pieces_are_promised_once(colleagues, monkeypatch):
    assert the_last_pieces_are_promised(colleagues[0], monkeypatch) == ({"done": 4, "LinesNotWorked": 4}, 40)

    assert list(broken_promises()) == []


def test_control_without_the_lock_the_database_refuses_what_is_promised_twice(colleagues, monkeypatch):
    monkeypatch.setattr(ArticleQuerySet, "locked", lambda self: self.order_by("pk"))

    outcomes, reserved = the_last_pieces_are_promised(colleagues[0], monkeypatch)

    assert outcomes["IntegrityError"] > 0
    assert reserved <= 45


def promised_within_the_limit(colleagues, monkeypatch):
    """Eight requests of one authority for ten each, promised at once; the limit was lowered to forty. Who has counted lingers."""
    linger_after(monkeypatch, (deciding, "_over_the_limit"))
    article, agency = ArticleFactory(stock=1000, limit_per_year=80), AgencyFactory()
    asked = requests_for(article, agency)
    type(article).objects.update(limit_per_year=40)
    all_promised(asked, colleagues[0])
    article.refresh_from_db()
    return article.reserved


def test_the_limit_of_an_authority_holds_for_its_requests(colleagues, monkeypatch):
    assert promised_within_the_limit(colleagues, monkeypatch) == 40


def test_control_without_the_locks_the_limit_is_passed(colleagues, monkeypatch):
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))
    monkeypatch.setattr(ArticleQuerySet, "locked", lambda self: self.order_by("pk"))

    assert promised_within_the_limit(colleagues, monkeypatch) == 80

"""A team orders: reserved at once, within the limit of its authority, and taken back until it is packed."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from materials.actions.orders import cancel_order, place_order
from materials.answers import OrderAnswers, Wish
from materials.choices import EntryKind, LineState, OrderState
from materials.errors import LinesRefused, NotNow, TooLateToCancel
from materials.models import Loan, Order
from missione.shared import clock
from missione.shared.errors import DifferentRequest
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ANSWERS, SOMEWHERE, ArticleFactory, DeliveryAddressFactory, order_of, team_of
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


def refused(team, *wishes):
    """What the person reads, article by article."""
    lead = team.memberships.leads().get().person
    with pytest.raises(LinesRefused) as refusal:
        place_order(person=lead, team=team, wishes=wishes, answers=ANSWERS)
    return list(refusal.value.problems.values())


def test_a_lead_orders_and_it_is_reserved(leader):
    team, article = team_of(leader), ArticleFactory(stock=1000)

    order = order_of(team, article, 300)

    article.refresh_from_db()
    line = order.lines.get()
    assert (order.state, order.agency, order.is_request) == (OrderState.RECEIVED, team.agency, False)
    assert (article.in_stock, article.reserved, article.free) == (1000, 300, 700)
    assert (line.state, line.requested, line.approved, line.reserved) == (LineState.REQUESTED, 300, None, 300)
    assert list(order.changes.values_list("from_state", "to_state", "by")) == [("", OrderState.RECEIVED, leader.pk)]
    assert list(Letter.objects.order_by("pk").values_list("kind", "recipient")) == [
        ("order_received", leader.email),
        ("order_to_decide", "kampagnenteam@missione.example"),
    ]
    assert list(broken_promises()) == []


def test_a_member_orders_for_the_team_too(leader, member):
    team, article = team_of(leader, member), ArticleFactory(stock=10)

    order = place_order(person=member, team=team, wishes=[Wish(article.pk, 5)], answers=ANSWERS)

    assert (order.person, order.team) == (member, team)


def test_who_is_not_in_the_team_does_not(stranger, leader):
    team, article = team_of(leader), ArticleFactory(stock=10)

    with pytest.raises(NotNow):
        place_order(person=stranger, team=team, wishes=[Wish(article.pk, 5)], answers=ANSWERS)

    assert not Order.objects.exists()


@pytest.mark.parametrize("trait", ["asked", "resting", "ended"])
def test_a_team_that_is_not_at_work_does_not_order(leader, trait):
    team, article = TeamFactory(lead=leader, **{trait: True}), ArticleFactory(stock=10)

    with pytest.raises(NotNow):
        order_of(team, article)


def test_more_than_is_free_is_refused_with_what_is(leader):
    article = ArticleFactory(stock=100)
    order_of(team_of(), article, 60)

    assert refused(team_of(leader), Wish(article.pk, 50)) == [
        "Davon sind nur noch 40 Stück frei. Jetzt können Sie noch 40 Stück bestellen."
    ]


def test_the_limit_is_the_authoritys_and_the_years(leader, clock_at):
    clock_at(datetime(2026, 11, 3, 9, tzinfo=UTC))
    team, article = team_of(leader), ArticleFactory(stock=1000, limit_per_year=300)
    neighbours = TeamFactory(agency=team.agency, site="Neubau", lead=leader)
    order_of(neighbours, article, 180)

    assert refused(team, Wish(article.pk, 121)) == [
        "Ihre Dienststelle hat 180 von 300 in diesem Jahr bestellt. Jetzt können Sie noch 120 Stück bestellen."
    ]
    assert order_of(team, article, 120)

    clock_at(datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert order_of(team, article, 300)


def test_what_was_taken_back_does_not_count_against_the_limit(leader):
    team, article = team_of(leader), ArticleFactory(stock=1000, limit_per_year=300)
    cancel_order(order=order_of(team, article, 300), by=leader)

    assert order_of(team, article, 300)


def test_what_comes_in_packs_is_ordered_in_packs(leader):
    article = ArticleFactory(stock=1000, pack_size=25)

    assert refused(team_of(leader), Wish(article.pk, 290)) == [
        "Diesen Artikel gibt es in Packungen zu 25. Bestellen Sie 275 oder 300 Stück."
    ]


@pytest.mark.parametrize("trait", ["draft", "download"])
def test_what_is_hidden_or_a_file_cannot_be_ordered(leader, trait):
    article = ArticleFactory(**{trait: True})

    assert len(refused(team_of(leader), Wish(article.pk, 1))) == 1


def test_all_or_nothing(leader):
    plenty, nothing = ArticleFactory(stock=100), ArticleFactory()

    refused(team_of(leader), Wish(plenty.pk, 10), Wish(nothing.pk, 1))

    plenty.refresh_from_db()
    assert plenty.reserved == 0
    assert not Order.objects.exists()


def test_twice_the_same_form_is_one_order(leader):
    team, article, key = team_of(leader), ArticleFactory(stock=10), uuid4()

    orders = [order_of(team, article, 5, request_key=key) for _ in range(2)]

    article.refresh_from_db()
    assert orders[0] == orders[1]
    assert article.reserved == 5
    with pytest.raises(DifferentRequest):
        order_of(team, article, 6, request_key=key)


def test_an_address_that_nobody_knows_is_marked_for_staff(leader):
    team, article = team_of(leader), ArticleFactory(stock=10)
    DeliveryAddressFactory(agency=team.agency, **{**vars(SOMEWHERE), "street": "Nebenstraße 2"})
    assert order_of(team, article, elsewhere=True).is_other_address

    DeliveryAddressFactory(agency=team.agency, **vars(SOMEWHERE))
    assert not order_of(team, article).is_other_address


def test_what_for_and_until_when_is_kept(leader):
    article, day = ArticleFactory(stock=10), clock.today() + timedelta(days=30)

    order = order_of(team_of(leader), article, answers=OrderAnswers(SOMEWHERE, "Aktionswoche", day, "Danke!"))

    assert (order.purpose, order.wished_for, order.message) == ("Aktionswoche", day, "Danke!")
    assert order.address_lines == ["Poststelle", "Hauptstraße 1", "45127 Essen"]


# --- taking it back ---


def test_a_cancelled_order_gives_everything_back(leader):
    team, article = team_of(leader), ArticleFactory(stock=100)
    order = order_of(team, article, 40)

    order = cancel_order(order=order, by=leader)

    article.refresh_from_db()
    assert (order.state, order.lines.get().state) == (OrderState.CANCELLED, LineState.CANCELLED)
    assert (article.in_stock, article.reserved) == (100, 0)
    assert list(article.entries.order_by("pk").values_list("kind", "quantity")) == [
        (EntryKind.RECEIPT, 100),
        (EntryKind.RESERVATION, 40),
        (EntryKind.RELEASE, 40),
    ]
    assert Letter.objects.filter(kind="order_cancelled", recipient=leader.email).count() == 1
    assert list(broken_promises()) == []


def test_cancelling_twice_is_once(leader):
    article = ArticleFactory(stock=100)
    order = order_of(team_of(leader), article, 40)

    for _ in range(2):
        cancel_order(order=order, by=leader)

    assert article.entries.filter(kind=EntryKind.RELEASE).count() == 1
    assert order.changes.count() == 2


def test_what_is_packed_is_not_taken_back(leader):
    order = order_of(team_of(leader), ArticleFactory(stock=100), 40)
    Order.objects.filter(pk=order.pk).update(state=OrderState.PACKED)

    with pytest.raises(TooLateToCancel):
        cancel_order(order=order, by=leader)


# --- borrowing ---


@pytest.fixture
def box():
    """One box of meters, three days on the way each time, for four weeks at least."""
    return ArticleFactory(loan=True, units=1)


def days(first, last):
    return {"from_day": clock.today() + timedelta(days=first), "to_day": clock.today() + timedelta(days=last)}


def test_a_unit_is_held_with_its_days_on_the_way(leader, box):
    order = order_of(team_of(leader), box, **days(10, 40))

    loan = Loan.objects.get(line__order=order)
    assert (loan.period.lower, loan.period.upper) == (clock.today() + timedelta(days=7), clock.today() + timedelta(days=44))
    assert list(broken_promises()) == []


def test_the_next_one_has_to_leave_room_for_the_way(leader, box):
    order_of(team_of(), box, **days(10, 40))
    team = team_of(leader)

    said = refused(team, Wish(box.pk, 1, *days(46, 80).values()))

    assert said == ["In diesem Zeitraum ist alles ausgeliehen. Bitte wählen Sie einen anderen."]
    assert order_of(team, box, **days(47, 80))


def test_a_cancelled_loan_frees_the_unit(leader, box):
    team = team_of(leader)
    cancel_order(order=order_of(team, box, **days(10, 40)), by=leader)

    assert order_of(team, box, **days(10, 40))


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [(1, 40, "früheste"), (10, 20, "mindestens 28"), (10, 200, "höchstens 90"), (400, 440, "Voraus"), (20, 10, "vor dem ersten")],
)
def test_days_that_cannot_be_are_explained(leader, box, first, last, word):
    assert word in refused(team_of(leader), Wish(box.pk, 1, *days(first, last).values()))[0]


def test_a_loan_needs_its_days(leader, box):
    assert refused(team_of(leader), Wish(box.pk, 1)) == ["Geben Sie an, von wann bis wann Sie ausleihen möchten."]

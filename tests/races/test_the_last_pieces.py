"""Many order the same few pieces at the same moment through the form. Each has its control: without the lock it breaks."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from materials.actions import orders, wishes
from materials.actions.orders import cancel_order, place_order
from materials.answers import Wish
from materials.choices import OrderState
from materials.errors import LinesRefused
from materials.models import Article, Loan, Order, OrderLine
from materials.querysets import ArticleQuerySet
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter, RequestKey
from teams.querysets import AgencyQuerySet
from tests.factories.materials import ANSWERS, ArticleFactory, team_of
from tests.factories.teams import PersonFactory, TeamFactory
from tests.materials.desk import order
from tests.races.many import at_once, clients_of, linger_after

pytestmark = pytest.mark.django_db(transaction=True)


def unlocked(monkeypatch):
    monkeypatch.setattr(ArticleQuerySet, "locked", lambda self: self.order_by("pk"))


def so_many_orders(number):
    """What became of them: of one to three pieces each on a stock of ten, 40 at a time."""
    article = ArticleFactory(stock=10)
    people = [PersonFactory() for _ in range(number)]
    for person in people:
        team_of(person)
    clients = list(zip(clients_of(people), range(number), strict=True))
    statuses = Counter(at_once(lambda one: order(one[0], [(article, str(one[1] % 3 + 1))]).status_code, clients, width=40))
    article.refresh_from_db()
    return {
        "answers": {status: statuses[status] for status in sorted(statuses)},
        "ordered": sum(OrderLine.objects.values_list("requested", flat=True)),
        "reserved": article.reserved,
        "letters": Letter.objects.filter(kind="order_received").count(),
        "broken": list(broken_promises()),
    }


def test_a_hundred_orders_get_the_ten_pieces_and_not_one_more():
    outcome = so_many_orders(100)

    accepted = outcome["answers"][302]
    assert outcome["answers"] == {302: accepted, 409: 100 - accepted}
    assert outcome["ordered"] == outcome["reserved"] == 10
    assert outcome["letters"] == accepted
    assert outcome["broken"] == []


def test_control_without_the_lock_the_database_refuses_what_would_be_sold_twice(monkeypatch):
    unlocked(monkeypatch)
    linger_after(monkeypatch, (orders, "refuse_what_cannot_be"))

    outcome = so_many_orders(20)

    assert outcome["answers"][500] > 0
    assert outcome["reserved"] <= 10


def test_control_without_the_lock_and_the_constraint_more_is_promised_than_there_is(monkeypatch, without_constraint):
    unlocked(monkeypatch)
    linger_after(monkeypatch, (orders, "refuse_what_cannot_be"))
    without_constraint("materials_article", "no_more_reserved_than_in_stock")

    assert so_many_orders(20)["reserved"] > 10


@pytest.fixture
def without_constraint():
    """Takes a CHECK out of a table until the test ends."""
    taken_out = []

    def take_out(table, name):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
            taken_out.append((table, name, cursor.fetchone()[0]))
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    yield take_out
    for table, name, definition in taken_out:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


# --- the limit of an authority ---


def eight_buildings_reach_for_the_rest_of_the_year(monkeypatch):
    """Eight teams of one authority order 60 of 100 each: at most one of them gets it. Who has counted lingers."""
    linger_after(monkeypatch, (wishes, "quotas_of"))
    article = ArticleFactory(stock=1000, limit_per_year=100)
    first = team_of(PersonFactory())
    teams = [first, *(TeamFactory(agency=first.agency, site=f"Haus {n}", lead=PersonFactory()) for n in range(7))]

    def one(team):
        person = team.memberships.leads().get().person
        try:
            return place_order(person=person, team=team, wishes=[Wish(article.pk, 60)], answers=ANSWERS)
        except LinesRefused:
            return None

    at_once(one, teams, width=8)
    return sum(OrderLine.objects.filter(article=article).values_list("requested", flat=True))


def test_the_limit_holds_for_all_teams_of_an_authority_together(monkeypatch):
    assert eight_buildings_reach_for_the_rest_of_the_year(monkeypatch) == 60


def test_control_without_the_locks_the_limit_is_passed(monkeypatch):
    unlocked(monkeypatch)
    monkeypatch.setattr(AgencyQuerySet, "locked", lambda self: self.order_by("pk"))

    assert eight_buildings_reach_for_the_rest_of_the_year(monkeypatch) == 8 * 60


# --- one unit for many, and the same form many times ---


def test_forty_reach_for_one_unit_and_period():
    box = ArticleFactory(loan=True, units=1)
    day = clock.today() + timedelta(days=20)
    teams = [team_of(PersonFactory()) for _ in range(40)]

    def one(team):
        person = team.memberships.leads().get().person
        wish = Wish(box.pk, 1, day, day + timedelta(days=40))
        try:
            return place_order(person=person, team=team, wishes=[wish], answers=ANSWERS)
        except LinesRefused:
            return None

    placed = [order for order in at_once(one, teams, width=20) if order]

    assert len(placed) == Loan.objects.count() == Order.objects.count() == 1


def test_ten_identical_posts_are_one_order(leader):
    team, article, key = team_of(leader), ArticleFactory(stock=100), uuid4()

    answers = at_once(lambda client: order(client, [(article, "7")], request_key=key).url, clients_of([leader] * 10), width=10)

    assert set(answers) == {Order.objects.get(team=team).get_absolute_url()}
    assert Article.objects.get().reserved == 7
    assert RequestKey.objects.count() == 1


def test_taking_back_against_ordering_loses_no_piece():
    """Twenty are taken back while others order: what is free is free for somebody, and the ledger is true."""
    article = ArticleFactory(stock=20)
    teams = [team_of(PersonFactory()) for _ in range(20)]

    def place(team):
        person = team.memberships.leads().get().person
        return place_order(person=person, team=team, wishes=[Wish(article.pk, 1)], answers=ANSWERS)

    placed = [place(team) for team in teams]
    newcomers = [team_of(PersonFactory()) for _ in range(20)]

    def one(deed):
        try:
            return deed()
        except Refused:
            return None

    deeds = [deed for old, new in zip(placed, newcomers, strict=True) for deed in (
        lambda old=old: cancel_order(order=old, by=old.person), lambda new=new: place(new)
    )]  # fmt: skip
    at_once(one, deeds, width=20)

    article.refresh_from_db()
    alive = Order.objects.exclude(state=OrderState.CANCELLED).count()
    assert article.reserved == alive <= 20
    assert Order.objects.filter(state=OrderState.CANCELLED).count() == 20
    assert list(broken_promises()) == []


def test_cancelling_ten_times_releases_once(leader):
    article = ArticleFactory(stock=10)
    placed = place_order(person=leader, team=team_of(leader), wishes=[Wish(article.pk, 4)], answers=ANSWERS)

    at_once(lambda _: orders.cancel_order(order=placed, by=leader), range(10), width=10)

    assert list(article.entries.order_by("pk").values_list("kind", "quantity"))[1:] == [("reservation", 4), ("release", 4)]
    assert Letter.objects.filter(kind="order_cancelled").count() == 1

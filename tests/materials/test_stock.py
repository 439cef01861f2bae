"""The ledger: what came, what left, what is promised; and counting what lies on the shelf."""

import pytest
from django.db import IntegrityError, transaction

from materials.actions.stock import count_stock, locked_articles, receive_stock, release, ship, take_back
from materials.choices import EntryKind
from materials.errors import WrongEntry
from materials.invariants import (
    lines_are_the_sum_of_their_entries,
    nothing_leaves_beyond_the_promise,
    stock_is_the_sum_of_its_entries,
)
from materials.models import Article, StockEntry
from tests.factories.materials import ArticleFactory, order_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    """Sixty of a hundred are reserved for it, and staff have promised them."""
    line = order_of(team_of(), ArticleFactory(stock=100), 60).lines.select_related("article").get()
    line.approved = 60
    line.save(update_fields=["approved"])
    return line


def broken_promises_of_the_ledger():
    """Here lines are moved without their order, so nothing is asked about its state."""
    return [*stock_is_the_sum_of_its_entries(), *lines_are_the_sum_of_their_entries(), *nothing_leaves_beyond_the_promise()]


def counters(article):
    article.refresh_from_db()
    return article.in_stock, article.reserved


def with_locked(line, deed, quantity, by=None):
    deed(line, quantity, article=locked_articles([line.article_id])[line.article_id], by=by)


def test_new_ones_come(staff):
    article = ArticleFactory()

    entry = receive_stock(article=article, quantity=500, by=staff, reason="Druckerei")

    assert counters(article) == (500, 0)
    assert (entry.kind, entry.by, entry.reason) == (EntryKind.RECEIPT, staff, "Druckerei")


def test_shipping_takes_from_the_shelf_and_from_the_promise(line):
    with_locked(line, ship, 40)

    line.refresh_from_db()
    assert counters(line.article) == (60, 20)
    assert (line.reserved, line.shipped) == (20, 40)
    assert broken_promises_of_the_ledger() == []


def test_what_is_left_over_comes_back_on_the_shelf(line):
    with_locked(line, ship, 60)
    with_locked(line, take_back, 15)

    assert counters(line.article) == (55, 0)
    assert broken_promises_of_the_ledger() == []


@pytest.mark.parametrize(("deed", "number"), [(ship, 61), (release, 61), (take_back, 1), (ship, 0), (release, -3)])
def test_nobody_ships_releases_or_takes_back_what_is_not_there(line, deed, number):
    with pytest.raises(WrongEntry), transaction.atomic():
        with_locked(line, deed, number)

    assert counters(line.article) == (100, 60)


def test_counting_finds_a_difference_and_says_why(line, staff):
    entry = count_stock(article=line.article, counted=93, expected=100, reason="Wasserschaden", by=staff)

    assert counters(line.article) == (93, 60)
    assert (entry.kind, entry.quantity, entry.reason) == (EntryKind.CORRECTION, -7, "Wasserschaden")


def test_counting_the_same_is_no_entry(line, staff):
    assert count_stock(article=line.article, counted=100, expected=100, reason="", by=staff) is None


def test_a_difference_needs_its_reason(line, staff):
    with pytest.raises(WrongEntry, match="Grund"):
        count_stock(article=line.article, counted=93, expected=100, reason=" ", by=staff)


def test_what_is_promised_cannot_be_counted_away(line, staff):
    with pytest.raises(WrongEntry, match="60 Stück schon zugesagt"):
        count_stock(article=line.article, counted=59, expected=100, reason="Verloren", by=staff)


def test_who_counted_while_a_parcel_left_counts_again(line, staff):
    with_locked(line, ship, 10)

    with pytest.raises(WrongEntry, match="Inzwischen stehen 90 Stück"):
        count_stock(article=line.article, counted=100, expected=100, reason="", by=staff)


@pytest.mark.parametrize("trait", ["loan", "download"])
def test_only_give_aways_have_pieces(staff, trait):
    with pytest.raises(WrongEntry):
        receive_stock(article=ArticleFactory(**{trait: True}), quantity=5, by=staff)


def test_the_threshold_counts_what_is_free():
    low = ArticleFactory(stock=100, reorder_threshold=50)
    ArticleFactory(stock=100, reorder_threshold=0)
    ArticleFactory(stock=100, reorder_threshold=49)
    order_of(team_of(), low, 50)

    assert list(Article.objects.to_be_reordered()) == [low]


# --- the database has the last word ---


@pytest.mark.parametrize(
    "lie",
    [{"in_stock": 59}, {"reserved": 101}, {"in_stock": -1, "reserved": -1}, {"kind": "loan"}, {"pack_size": 0}, {"max_days": 0}],
)
def test_counters_that_cannot_be_are_refused(line, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=line.article_id).update(**lie)


@pytest.mark.parametrize(
    "lie",
    [
        {"reserved": 61}, {"shipped": 1}, {"approved": 61}, {"approved": 59}, {"returned": 1}, {"state": "declined"},
        {"state": "cancelled"}, {"state": "expired"}, {"state": "shipped"}, {"requested": 0}, {"from_day": "2027-01-01"},
    ],
)  # fmt: skip
def test_lines_that_cannot_be_are_refused(line, lie):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(line).objects.filter(pk=line.pk).update(**lie)


@pytest.mark.parametrize(
    "entry",
    [
        {"kind": "correction", "quantity": -1, "reason": ""}, {"kind": "correction", "quantity": 0, "reason": "x"},
        {"kind": "receipt", "quantity": -1}, {"kind": "receipt", "quantity": 0}, {"kind": "reservation", "quantity": 1},
    ],
)  # fmt: skip
def test_entries_that_cannot_be_are_refused(line, entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockEntry.objects.create(article=line.article, **entry)

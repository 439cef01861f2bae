"""Who sees an order, what it says, and the button that takes it back."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from materials.choices import OrderState
from materials.models import Order
from tests.factories.materials import ArticleFactory, order_of, team_of

pytestmark = pytest.mark.django_db

LIST = "/material/bestellungen/"


@pytest.fixture
def team(leader, member):
    return team_of(leader, member)


@pytest.fixture
def order(team):
    return order_of(team, ArticleFactory(title="Plakat", stock=100), 20)


def test_the_whole_team_follows_it(logged_in, leader, member, order):
    for person in (leader, member):
        assert order.reference in logged_in(person).get(LIST).content.decode()
        page = logged_in(person).get(order.get_absolute_url()).content.decode()
        assert "Plakat" in page and "für Sie reserviert" in page and "Eingegangen" in page


def test_for_anybody_else_it_is_not_there(logged_in, client, stranger, order):
    team_of(stranger)

    for way in ("", "stornieren/"):
        address = f"{order.get_absolute_url()}{way}"
        assert logged_in(stranger).get(address).status_code == 404
        assert logged_in(stranger).post(address).status_code in (404, 405)
        assert client.get(address).url.startswith("/konto/anmelden/")
    assert order.reference not in logged_in(stranger).get(LIST).content.decode()


def test_who_left_the_team_sees_it_no_more(logged_in, member, team, order):
    team.memberships.filter(person=member).delete()

    assert logged_in(member).get(order.get_absolute_url()).status_code == 404


def test_staff_see_it_and_take_nothing_back_here(logged_in, staff, order):
    client = logged_in(staff)

    assert "Stornieren" not in client.get(order.get_absolute_url()).content.decode()
    client.post(f"{order.get_absolute_url()}stornieren/")
    order.refresh_from_db()
    assert order.state == OrderState.RECEIVED


def test_an_unconfirmed_order_is_nobodys(logged_in, staff, order):
    Order.objects.filter(pk=order.pk).update(state=OrderState.UNCONFIRMED, confirm_until=timezone.now())

    assert logged_in(staff).get(order.get_absolute_url()).status_code == 404


def test_a_member_takes_it_back_after_being_asked(logged_in, member, order):
    client = logged_in(member)

    assert "stornieren?" in client.get(f"{order.get_absolute_url()}stornieren/").content.decode()
    client.post(f"{order.get_absolute_url()}stornieren/")

    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    assert [change.by for change in order.changes.all()][-1] == member


def test_what_is_packed_has_no_such_button(logged_in, member, order):
    Order.objects.filter(pk=order.pk).update(state=OrderState.PACKED)
    client = logged_in(member)

    assert "Stornieren" not in client.get(order.get_absolute_url()).content.decode()
    assert client.post(f"{order.get_absolute_url()}stornieren/").url == order.get_absolute_url()


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_asks_as_often_for_one_as_for_many(logged_in, leader, team, number, django_assert_num_queries):
    for _ in range(number):
        order_of(team, ArticleFactory(stock=10), 1)
    client = logged_in(leader)

    with django_assert_num_queries(6):  # session, person, how many, the orders, their lines, their loans
        client.get(LIST)


def test_the_rows_of_the_list_ask_three_questions(team, django_assert_num_queries):
    for _ in range(3):
        order_of(team, ArticleFactory(title="Plakat", stock=10), 1)

    with django_assert_num_queries(3):
        rows = [
            render_to_string("materials/_order_row.html", {"order": each})
            for each in Order.objects.of_team(team).for_lists().with_loans()
        ]

    assert all("Plakat" in row and "Eingegangen" in row for row in rows) and len(rows) == 3

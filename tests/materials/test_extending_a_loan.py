"""A loan goes on, as long as nobody else is to have the unit or waits for it."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from materials.actions.extending import extend_loan
from materials.actions.orders import cancel_order
from materials.actions.waiting import join_waiting_list
from materials.choices import LoanState
from materials.models import Loan
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ArticleFactory, lend, order_of, team_of
from tests.factories.teams import PersonFactory
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db

MONDAY = datetime(2027, 1, 4, 9, tzinfo=clock.BERLIN)
LATER = date(2027, 3, 12)


@pytest.fixture(autouse=True)
def a_monday_in_january(own_drawer):
    with clock.moved_to(MONDAY):
        yield


@pytest.fixture
def box():
    return ArticleFactory(loan=True, title="Messgeräte-Paket", units=1, min_days=28, max_days=60)


@pytest.fixture
def loan(box, leader, member):
    """1 February to 2 March."""
    order = order_of(team_of(leader, member), box, from_day=date(2027, 2, 1), to_day=date(2027, 3, 2))
    return Loan.objects.get(line__order=order)


def extend(client, loan, day=LATER, **typed):
    return client.post(reverse("materials:extend_loan", args=[loan.reference]), {"request_key": uuid4(), "bis": day, **typed})


def last_days(loan):
    loan = Loan.objects.get(pk=loan.pk)
    return loan.to_day, loan.line.to_day, loan.period.upper


def page_of(client, loan):
    return client.get(loan.get_absolute_url()).content.decode()


BEFORE = date(2027, 3, 2), date(2027, 3, 2), date(2027, 3, 6)
AFTER = LATER, LATER, date(2027, 3, 16)


@pytest.mark.parametrize("state", [LoanState.RESERVED, LoanState.OUT])
def test_a_member_extends_and_it_is_said_everywhere(loan, logged_in, member, leader, state):
    if state == LoanState.OUT:
        lend(loan)
    client = logged_in(member)
    assert "Möglich ist es bis 1. April. Länger als 60 Tage am Stück geht es nicht." in page_of(client, loan)

    answer = extend(client, loan)

    assert (answer.url, last_days(loan)) == (loan.get_absolute_url(), AFTER)
    order = client.get(loan.line.order.get_absolute_url()).content.decode()
    assert "12. März 2027" in order and "Verlängert bis 12. März (bisher 2. März)" in order
    letter = Letter.objects.get(kind="loan_extended")
    assert letter.recipient == leader.email and "bis zum 12. März 2027" in letter.text
    assert list(broken_promises()) == []


def test_twice_is_once(loan, logged_in, member):
    client, key = logged_in(member), uuid4()

    for _ in range(2):
        extend(client, loan, request_key=key)
    extend(client, loan)

    assert last_days(loan) == AFTER
    assert Letter.objects.filter(kind="loan_extended").count() == 1
    assert loan.line.order.changes.filter(note__startswith="Verlängert").count() == 1


def test_who_is_next_comes_first(loan, box, logged_in, member):
    order_of(team_of(), box, from_day=date(2027, 3, 16), to_day=date(2027, 4, 14))  # sets out on the 13th
    client = logged_in(member)
    assert "Möglich ist es bis 9. März. Danach ist es schon vergeben." in page_of(client, loan)

    answer = extend(client, loan)

    assert (answer.status_code, last_days(loan)) == (409, BEFORE)
    assert "Möglich ist es bis zum 09.03.2027" in answer.content.decode()
    extend(client, loan, date(2027, 3, 9))
    assert last_days(loan)[0] == date(2027, 3, 9)


def waits(box, first, last, team=None):
    team = team or team_of()
    return join_waiting_list(person=team.memberships.leads().get().person, team=team, article=box, from_day=first, to_day=last)


def test_who_waits_is_not_kept_waiting_longer_nor_named(loan, box, logged_in, member):
    wish = waits(box, date(2027, 2, 10), date(2027, 3, 20))
    client = logged_in(member)
    page = page_of(client, loan)
    assert "lässt sich nicht verlängern. Danach warten schon andere darauf." in page
    assert str(wish.team) not in page

    answer = extend(client, loan)

    assert (answer.status_code, last_days(loan)) == (409, BEFORE)


def test_who_waits_for_days_before_its_end_or_is_of_the_own_team_does_not_hinder(loan, box, logged_in, member):
    waits(box, date(2027, 2, 1), date(2027, 3, 2))
    waits(box, date(2027, 2, 20), date(2027, 3, 22), team=loan.line.order.team)

    extend(logged_in(member), loan)

    assert last_days(loan) == AFTER


def test_what_is_over_or_late_beyond_the_limit_is_not_extended(loan, logged_in, member):
    lend(loan)
    with clock.moved_to(datetime(2027, 3, 5, 9, tzinfo=clock.BERLIN)):
        assert extend(logged_in(member), loan, date(2027, 3, 4)).status_code == 409
        assert extend(logged_in(member), loan).status_code == 302
    with clock.moved_to(datetime(2027, 4, 2, 9, tzinfo=clock.BERLIN)):
        assert "lässt sich nicht verlängern" in page_of(logged_in(member), loan)
        assert extend(logged_in(member), loan, date(2027, 4, 5)).status_code == 409
    assert last_days(loan) == AFTER


def test_what_was_cancelled_has_no_later_day(loan, logged_in, member):
    cancel_order(order=loan.line.order, by=member)
    client = logged_in(member)

    assert "Verlängern" not in page_of(client, loan)
    assert extend(client, loan).status_code == 409


@pytest.mark.parametrize("day", ["", "bald", "10" * 9, "2027-02-30", "2027-03-02x", "1.1.1900", "9999-12-31"])
def test_a_day_that_is_none_comes_back(loan, logged_in, member, day):
    assert extend(logged_in(member), loan, day).status_code == 422
    assert last_days(loan) == BEFORE


@pytest.mark.parametrize("day", [date(2027, 2, 1), date(2027, 1, 1), date(2028, 3, 1)])
def test_a_day_that_cannot_be_comes_back(loan, logged_in, member, day):
    assert extend(logged_in(member), loan, day).status_code == 409
    assert last_days(loan) == BEFORE


def test_nobody_else_extends_it(loan, logged_in, stranger):
    team_of(stranger)

    assert extend(logged_in(stranger), loan).status_code == 404
    assert last_days(loan) == BEFORE


def test_staff_extend_it_at_the_desk(loan, logged_in):
    staff = give_second_factor(PersonFactory(is_staff=True))
    client, address = logged_in(staff), reverse("admin:materials_loan_verlaengern", args=[loan.pk])
    assert "Möglich bis 01.04.2027." in client.get(reverse("admin:materials_loan_change", args=[loan.pk])).content.decode()

    assert client.post(address, {"bis": "2027-05-01"}).status_code == 422
    assert client.post(address, {"bis": LATER}).status_code == 302

    assert last_days(loan) == AFTER


def test_without_a_key_twice_is_once_too(loan, member):
    assert [extend_loan(loan=loan, to_day=LATER, by=member) for _ in range(2)] == [True, False]
    with pytest.raises(Refused):
        extend_loan(loan=loan, to_day=LATER - timedelta(days=1), by=member)

"""Long after its end an order tells what an authority had, and nobody's name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from materials.actions import working
from materials.actions.addresses import confirm_address
from materials.actions.contact import answer_message, send_message
from materials.actions.forgetting import forget_messages, forget_people
from materials.actions.orders import ask_as_guest, cancel_order, confirm_order
from materials.actions.waiting import join_waiting_list
from materials.answers import Delivery, Guest, OrderAnswers, Wish
from materials.choices import OrderState, Subject
from materials.models import ContactMessage, LoanReport, LoanWish, Order, StockEntry
from materials.models.orders import TYPED
from missione.shared import clock
from missione.shared.invariants import broken_promises
from tests.factories.materials import ArticleFactory, loan_of, order_of, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import back, lent
from tests.materials.test_working_an_order import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]
TOLD = OrderAnswers(Delivery("Frau Beispiel", "Raum 7", "Hauptstraße 1", "45127", "Essen"), "Mein Abschied", None, "Danke!")


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True)


@pytest.fixture
def done(staff):
    """Ten of a hundred were sent, and all that could be typed was."""
    order = order_of(team_of(), ArticleFactory(stock=100), 10, answers=TOLD)
    shipped(order, staff, 10)
    working.close_order(order=order, by=staff)
    order.refresh_from_db()
    return order


def names():
    return {line.split(": ")[1] for line in broken_promises()}


def test_after_the_months_of_the_settings_the_order_stays_and_the_people_go(done, settings, clock_at):
    settings.PERSONAL_DATA_MONTHS = 12
    clock_at(done.ended_at + timedelta(days=364))
    assert forget_people() == 0

    clock_at(done.ended_at + timedelta(days=367))
    assert names() == {"nobody_who_ordered_is_remembered_for_too_long"}
    assert (forget_people() > 0, forget_people()) == (True, 0)

    agency, team = done.agency, done.team
    done.refresh_from_db()
    assert (done.agency, done.team, done.state, done.person) == (agency, team, OrderState.DONE, None)
    assert [getattr(done, name) for name in TYPED] == [""] * len(TYPED)
    assert done.lines.get().shipped == 10
    assert set(done.changes.values_list("by", "note")) == {(None, "")}
    assert set(StockEntry.objects.values_list("by", flat=True)) == {None}
    assert names() == set()


def test_the_pages_say_that_it_is_not_kept(done, staff, logged_in, clock_at):
    clock_at(done.ended_at + timedelta(days=800))
    forget_people()

    page = logged_in(done.team.memberships.get().person).get(done.get_absolute_url()).content.decode()

    assert page.count("nicht mehr gespeichert") == 2 and "Hauptstraße" not in page


def test_a_guest_is_forgotten_too(staff, clock_at):
    guest = Guest("Gerda Gast", "gerda.gast@amt.example", "Amtsgericht")
    order = ask_as_guest(guest=guest, wishes=[Wish(ArticleFactory(stock=9).pk, 3)], answers=TOLD)
    confirm_address(order=confirm_order(reference=order.reference), by=staff)
    cancel_order(order=order, by=None, note="Gerda Gast hat angerufen.")

    clock_at(clock.now() + timedelta(days=800))
    forget_people()

    order.refresh_from_db()
    assert (order.guest_name, order.guest_email, order.guest_agency, order.changes.last().note) == ("", "", "", "")


def test_a_parcel_that_nobody_closed_counts_from_the_day_it_left(staff, clock_at):
    order = shipped(order_of(team_of(), ArticleFactory(stock=100), 10), staff, 10)

    clock_at(clock.now() + timedelta(days=800))
    forget_people()

    order.refresh_from_db()
    assert (order.state, order.person) == (OrderState.SHIPPED, None)


def test_what_is_not_over_keeps_its_people(staff, clock_at):
    asked, out = order_of(team_of(), ArticleFactory(stock=100), 10), lent(staff)

    clock_at(clock.now() + timedelta(days=1500))
    forget_people()

    for order in (asked, out.line.order):
        order.refresh_from_db()
        assert order.person and order.street


def test_a_loan_keeps_its_counts_and_not_its_words(staff, clock_at):
    loan = back(lent(staff), staff, meters=19, note="Frau Beispiel hat eines verloren.")
    assert loan.line.order.state == OrderState.DONE

    clock_at(loan.ended_at + timedelta(days=800))
    forget_people()

    assert set(LoanReport.objects.values_list("by", "note")) == {(None, "")}
    assert LoanReport.objects.get(kind="taken_back").parts.get(name="Strommessgerät").counted == 19
    assert "nobody_who_ordered_is_remembered_for_too_long" not in names()


def test_who_waited_is_forgotten_once_it_is_over(staff, clock_at):
    loan = loan_of(team_of(), starts_in=20, days=30)
    leader = PersonFactory()
    days = {"from_day": loan.from_day, "to_day": loan.to_day}
    wish = join_waiting_list(person=leader, team=team_of(leader), article=loan.unit.article, **days)
    LoanWish.objects.update(state="withdrawn", ended_at=clock.now())

    clock_at(clock.now() + timedelta(days=800))
    forget_people()

    wish.refresh_from_db()
    assert (wish.person, wish.team.pk) == (None, wish.team_id)


def test_messages_go_a_year_after_the_answer(staff, settings, clock_at):
    settings.MESSAGE_MONTHS = 6
    answered, open_one = (send_message(person=PersonFactory(), subject=Subject.QUESTION, text="?") for _ in range(2))
    clock_at(clock.now() + timedelta(days=100))
    answer_message(message=answered, by=staff)

    clock_at(clock.now() + timedelta(days=120))
    assert forget_messages() == 1
    assert list(ContactMessage.objects.all()) == [answered]

    clock_at(clock.now() + timedelta(days=70))
    assert names() == {"nobody_who_ordered_is_remembered_for_too_long"}
    assert forget_messages() == 1
    assert open_one.pk and not ContactMessage.objects.exists()


def test_the_database_knows_nobody_behind_what_is_forgotten(done):
    with pytest.raises(IntegrityError):
        Order.objects.update(forgotten_at=clock.now())

"""What was to be borrowed and never left: on the day after its last it expires, and who ordered is told."""

from datetime import timedelta

import pytest

from materials.actions import expiring, working
from materials.actions.deciding import Decision
from materials.actions.expiring import expire_loans
from materials.actions.orders import place_order, request_order
from materials.answers import Wish
from materials.choices import LoanState
from materials.models import Loan, Unit
from missione.shared import clock
from missione.shared.due import SomeFailed
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import ANSWERS, ArticleFactory, hand_on_of, know_the_address_of, lend, loan_of, team_of
from tests.factories.teams import AgencyFactory, PersonFactory
from tests.materials.test_working_an_order import approve, packed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_drawer")]


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True)


@pytest.fixture(autouse=True)
def every_promise_holds_in_the_end():
    yield
    assert list(broken_promises()) == []


def the_day_after(loan):
    return clock.now() + (loan.to_day + timedelta(days=1) - clock.today())


def states(order):
    order.refresh_from_db()
    return order.state, *(line.state for line in order.lines.order_by("pk"))


def test_what_nobody_fetched_expires_on_the_day_after(staff, clock_at):
    loan = loan_of(team_of())
    order = packed(loan.line.order, staff)
    clock_at(the_day_after(loan) - timedelta(days=1))
    assert expire_loans() == 0

    clock_at(the_day_after(loan))
    assert [expire_loans(), expire_loans()] == [1, 0]

    loan.refresh_from_db()
    assert loan.state == LoanState.CANCELLED
    assert states(order) == ("expired", "expired")
    assert order.changes.last().note.startswith("Verfallen: Messgeräte-Paket")
    letter = Letter.objects.get(kind="order_expired")
    assert letter.subject == f"Ihre Ausleihe {order.reference} ist verfallen"
    for said in (letter.text, letter.html):
        assert "hat unser Lager nicht verlassen" in said
        assert "nicht rechtzeitig darüber entschieden" not in said and "Alles andere" not in said


def test_what_nobody_decided_in_time_expires_with_an_apology(clock_at):
    box = ArticleFactory(loan=True, units=1)
    agency = know_the_address_of(AgencyFactory())
    days = (clock.today() + timedelta(days=20), clock.today() + timedelta(days=60))
    order = request_order(person=PersonFactory(agency=agency), wishes=[Wish(box.pk, 1, *days)], answers=ANSWERS)

    clock_at(clock.now() + timedelta(days=61))
    expire_loans()

    assert states(order) == ("expired", "expired")
    assert "Das tut uns leid." in Letter.objects.get(kind="order_expired").text


def test_an_order_that_cannot_expire_delays_no_other(clock_at, monkeypatch):
    stuck, other = mixed(), mixed()
    tell = expiring.mails.order_expired

    def fail_for_one(order, *args, **facts):
        if order.pk == stuck.pk:
            raise RuntimeError("a fault of this order alone")
        tell(order, *args, **facts)

    monkeypatch.setattr(expiring.mails, "order_expired", fail_for_one)
    clock_at(clock.now() + timedelta(days=61))
    with pytest.raises(SomeFailed):
        expire_loans()

    assert (states(stuck), states(other)) == (("received", "requested", "requested"), ("received", "expired", "requested"))
    monkeypatch.undo()
    assert expire_loans() == 1


def mixed():
    """A box for some weeks, and hangers to keep."""
    leader = PersonFactory()
    team, box, hanger = team_of(leader), ArticleFactory(loan=True, units=1), ArticleFactory(stock=100)
    know_the_address_of(team.agency)
    day = clock.today() + timedelta(days=20)
    wishes = [Wish(hanger.pk, 30), Wish(box.pk, 1, day, day + timedelta(days=40))]
    return place_order(person=leader, team=team, wishes=wishes, answers=ANSWERS)


def test_the_rest_of_the_order_can_still_be_decided_and_sent(staff, clock_at):
    order = mixed()
    clock_at(clock.now() + timedelta(days=61))
    expire_loans()
    assert states(order) == ("received", "expired", "requested")
    assert "Alles andere aus dieser Bestellung bleibt" in Letter.objects.get(kind="order_expired").text

    hangers = order.lines.get(from_day=None)
    working.approve_order(order=order, decisions={hangers.pk: Decision(30)}, by=staff)
    working.pack_order(order=order, by=staff)
    working.ship_order(order=order, quantities={hangers.pk: 30}, by=staff)

    assert states(order)[0] == "shipped"


def test_an_order_whose_rest_has_left_is_sent(staff, clock_at):
    order = packed(mixed(), staff)
    hangers = order.lines.get(from_day=None)
    working.ship_order(order=order, quantities={hangers.pk: 30}, by=staff)
    assert states(order)[0] == "partly_shipped"

    clock_at(clock.now() + timedelta(days=61))
    expire_loans()

    assert states(order)[0] == "shipped"


def test_what_is_out_does_not_expire(clock_at):
    loan = lend(loan_of(team_of()))

    clock_at(the_day_after(loan))

    assert expire_loans() == 0


def test_what_goes_straight_on_does_not_expire_before_it_is_confirmed(clock_at):
    hand_on = hand_on_of(team_of(), given=True)
    approve(hand_on.taking.line.order, PersonFactory(is_staff=True))

    clock_at(the_day_after(hand_on.taking))

    assert expire_loans() == 0


def test_a_unit_that_is_free_again_can_be_lent(clock_at):
    loan = loan_of(team_of())
    clock_at(the_day_after(loan))
    expire_loans()

    assert list(Unit.objects.free_today()) == [loan.unit]
    assert not Loan.objects.holding_a_unit().exists()


def test_the_page_says_what_has_expired_and_what_is_still_held(logged_in, clock_at):
    order = mixed()
    clock_at(clock.now() + timedelta(days=61))
    expire_loans()

    page = " ".join(logged_in(order.person).get(order.get_absolute_url()).content.decode().split())

    assert "Alles andere ist für Sie reserviert." in page
    assert "Verfallen" in page

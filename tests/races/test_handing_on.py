"""Both sides, and staff, at the same moment about one hand-on. Each has its control without the locks."""

import pytest

from materials.actions import handing_on, lending
from materials.actions.protocols import Findings
from materials.models import HandOn, Loan
from missione.shared import clock
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.materials import loan_of, team_of
from tests.factories.teams import PersonFactory
from tests.materials.lending import fresh, lent, meter_box
from tests.materials.test_working_an_order import approve
from tests.races.many import linger_after, outcomes_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def staff():
    return PersonFactory(is_staff=True)


@pytest.fixture
def takers():
    return [PersonFactory() for _ in range(2)]


@pytest.fixture
def given(staff, takers):
    """Handed over by one side, and to be confirmed by the other."""
    box = meter_box(units=1)
    giver = PersonFactory()
    giving = lent(staff, team=team_of(giver), article=box)
    taking = loan_of(team_of(*takers), box, starts_in=60)
    approve(taking.line.order, staff)
    hand_on = handing_on.arrange_hand_on(loan=giving, taking=fresh(taking), planned_on=clock.today(), by=staff)
    handing_on.give_on(hand_on=hand_on, findings=Findings(), by=giver)
    return hand_on


def confirm(hand_on, by):
    return lambda: handing_on.take_over(hand_on=hand_on, findings=Findings(), by=by)


def call_off(hand_on, by):
    return lambda: handing_on.call_off_hand_on(hand_on=hand_on, reason="Nein.", by=by)


def take_back(hand_on, by):
    loan = Loan.objects.get(pk=hand_on.giving_id)
    return lambda: lending.take_back(loan=loan, findings=Findings(), by=by)


def without_the_locks(monkeypatch):
    """The rows are read and not held, and both have read before either writes."""
    monkeypatch.setattr(handing_on, "_locked", lambda hand_on: HandOn.objects.for_pages().get(pk=hand_on.pk))
    monkeypatch.setattr(lending, "locked_loan", lambda pk: Loan.objects.for_pages().get(pk=pk))
    linger_after(monkeypatch, (handing_on, "_locked"), (lending, "locked_loan"))


def test_two_of_a_team_confirm_once(given, takers):
    assert sorted(outcomes_of(*(confirm(given, by) for by in takers))) == ["again", "done"]

    assert Letter.objects.filter(kind="hand_on_taken").count() == 2
    assert list(broken_promises()) == []


def test_control_without_the_locks_the_second_does_it_again_and_fails(given, takers, monkeypatch):
    without_the_locks(monkeypatch)

    first, second = sorted(outcomes_of(*(confirm(given, by) for by in takers)))

    assert second == "done" and first in ("IntegrityError", "UnitStillAway")  # how far it comes


@pytest.mark.parametrize("_", range(3))
def test_confirmed_against_called_off_is_one_of_both(given, takers, staff, _):
    confirmed, off = outcomes_of(confirm(given, takers[0]), call_off(given, staff))

    state = HandOn.objects.get().state
    assert (confirmed, off, state) in [("done", "HandOnNotNow", "taken"), ("HandOnNotNow", "done", "cancelled")]
    assert list(broken_promises()) == []


def test_control_without_the_locks_it_is_confirmed_and_called_off(given, takers, staff, monkeypatch):
    without_the_locks(monkeypatch)

    outcomes = outcomes_of(confirm(given, takers[0]), call_off(given, staff))

    assert "HandOnNotNow" not in outcomes


@pytest.mark.parametrize("_", range(3))
def test_confirmed_against_taken_back_at_the_desk_is_one_of_both(given, takers, staff, _):
    confirmed, back = outcomes_of(confirm(given, takers[0]), take_back(given, staff))

    giving, taking = (Loan.objects.get(pk=pk).state for pk in (given.giving_id, given.taking_id))
    told = (confirmed, back, giving, taking)
    assert told in [("done", "LoanNotNow", "returned", "out"), ("HandOnNotNow", "done", "returned", "reserved")]
    assert list(broken_promises()) == []


def test_control_without_the_locks_neither_is_told(given, takers, staff, monkeypatch):
    without_the_locks(monkeypatch)

    outcomes = outcomes_of(confirm(given, takers[0]), take_back(given, staff))

    assert not {"LoanNotNow", "HandOnNotNow"} & set(outcomes)

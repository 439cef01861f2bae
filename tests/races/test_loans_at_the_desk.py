"""Two of the campaign team have the same box before them. Each race has its control without the lock."""

import pytest

from materials.actions import lending
from materials.actions.lending import hand_out, seen_of, take_back
from materials.actions.protocols import Findings
from materials.choices import Condition
from materials.models import Loan, LoanReport
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.teams import PersonFactory
from tests.materials.lending import lent, packed_loan, page_of, post, stand
from tests.races.many import at_once, clients_of, linger_after, outcomes_of
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleagues():
    return [give_second_factor(PersonFactory(is_staff=True)) for _ in range(2)]


def without_the_lock(monkeypatch):
    """The row is read and not held, and both have read before either writes: what the lock prevents."""

    def not_held(loan_id):
        return Loan.objects.select_related("unit__article", "line__order").get(pk=loan_id)

    monkeypatch.setattr(lending, "locked_loan", not_held)
    linger_after(monkeypatch, (lending, "locked_loan"))


def test_taken_back_by_two_at_once_it_is_back_once(colleagues):
    loan = lent(colleagues[0])
    seen, address = seen_of(loan.unit), page_of(loan)

    answers = at_once(lambda client: post(client, loan, "zuruecknehmen", on_page=seen), clients_of(colleagues))

    assert {answer.redirect_chain[0][0] for answer in answers} == {address}
    assert LoanReport.objects.filter(kind="taken_back").count() == 1
    assert Letter.objects.filter(kind="loan_taken_back").count() == 1
    assert stand(loan) == ("returned", "returned", "done") and list(broken_promises()) == []


def test_handed_out_twice_by_the_back_button_it_leaves_once(colleagues):
    loan = packed_loan(colleagues[0])
    seen, clients = seen_of(loan.unit), clients_of([colleagues[0]] * 2)

    at_once(lambda client: post(client, loan, "ausgeben", on_page=seen), clients)

    assert LoanReport.objects.count() == 1 and Letter.objects.filter(kind="loan_handed_out").count() == 1
    assert stand(loan) == ("out", "shipped", "shipped") and list(broken_promises()) == []


def test_back_against_lost_one_of_them_is_told(colleagues):
    loan = lent(colleagues[0])

    seen, one, other = seen_of(loan.unit), *colleagues

    outcomes = outcomes_of(
        lambda: take_back(loan=loan, findings=Findings(), by=one, seen=seen),
        lambda: take_back(loan=loan, findings=Findings(Condition.LOST, note="Weg."), by=other, seen=seen),
    )

    assert sorted(outcomes) == ["AlreadyWorkedOn", "done"]
    assert stand(loan)[0] in ("returned", "lost") and list(broken_promises()) == []


@pytest.mark.parametrize("race", ["out", "back"])
def test_without_the_lock_both_would_go_on_to_write(colleagues, monkeypatch, race):
    """Only the database stops the second: with an error page instead of a word."""
    loan = packed_loan(colleagues[0]) if race == "out" else lent(colleagues[0])
    without_the_lock(monkeypatch)
    deed = hand_out if race == "out" else take_back

    outcomes = outcomes_of(*(lambda by=by: deed(loan=loan, findings=Findings(), by=by, seen=None) for by in colleagues))

    assert sorted(outcomes) == ["IntegrityError", "done"]

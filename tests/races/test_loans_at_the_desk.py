"""Two of the campaign team have the same box before them. Each race has its control without the lock."""

from threading import Barrier

import pytest

from materials.actions import lending
from materials.actions.lending import hand_out, seen_of, take_back
from materials.actions.protocols import Findings
from materials.choices import Condition
from materials.models import Loan, LoanReport
from missione.shared.errors import Refused
from missione.shared.invariants import broken_promises
from missione.shared.models import Letter
from tests.factories.teams import PersonFactory
from tests.materials.lending import lent, packed_loan, page_of, post, stand
from tests.races.many import at_once, clients_of
from tests.second_factor import give_second_factor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def colleagues():
    return [give_second_factor(PersonFactory(is_staff=True)) for _ in range(2)]


def without_the_lock(monkeypatch):
    """The row is read and not held, and both wait for each other between reading and writing: what the lock prevents."""
    together = Barrier(2, timeout=10)

    def not_held(loan_id):
        loan = Loan.objects.select_related("unit__article", "line__order").get(pk=loan_id)
        together.wait()
        return loan

    monkeypatch.setattr(lending, "locked_loan", not_held)


def answer_of(deed, **how):
    try:
        return deed(**how)
    except Refused as refusal:
        return refusal


def back_or_lost(loan, colleagues):
    seen = seen_of(loan.unit)
    found = [Findings(), Findings(Condition.LOST, note="Weg.")]
    jobs = list(zip(colleagues, found, strict=True))
    return at_once(lambda job: answer_of(take_back, loan=loan, findings=job[1], by=job[0], seen=seen), jobs)


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

    answers = back_or_lost(loan, colleagues)

    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyWorkedOn", "LoanReport"]
    assert stand(loan)[0] in ("returned", "lost") and list(broken_promises()) == []


@pytest.mark.parametrize("race", ["out", "back"])
def test_without_the_lock_both_would_go_on_to_write(colleagues, monkeypatch, race):
    """Only the database stops the second: with an error page instead of a word."""
    loan = packed_loan(colleagues[0]) if race == "out" else lent(colleagues[0])
    without_the_lock(monkeypatch)
    deed, seen = (hand_out, None) if race == "out" else (take_back, None)

    def both(by):
        try:
            return type(deed(loan=loan, findings=Findings(), by=by, seen=seen)).__name__
        except Exception as error:
            return type(error).__name__

    assert sorted(at_once(both, colleagues)) == ["IntegrityError", "LoanReport"]

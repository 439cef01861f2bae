"""Straight from one authority to the next: staff arrange it, who gives writes a protocol, who takes confirms with another.

Twice is once, whoever presses: each deed has one state it begins from. Locks go: both orders by ascending key, the article, both
loans; so nothing else happens to either side meanwhile.
"""

from datetime import date

from django.db import transaction

from materials.actions import hand_on_ends
from materials.actions.lending import CAN_BE_DROPPED, comes_home, goes_out, into_history, refuse_what_cannot_leave
from materials.actions.protocols import write_report
from materials.actions.steps import go, locked_order
from materials.actions.stock import locked_articles
from materials.actions.unit_change import becomes
from materials.answers import Findings
from materials.borrowers import next_borrower
from materials.choices import HOLDS_A_UNIT, TO_BE_PACKED, Condition, HandOnState, LoanState, OrderState, ReportKind
from materials.counted import differences
from materials.errors import HandOnNotNow
from materials.mails import hand_ons as mails
from materials.models import HandOn, Loan, LoanReport
from missione.shared import clock
from missione.shared.errors import Refused
from teams.models import Person


@transaction.atomic
def arrange_hand_on(*, loan: Loan, taking: Loan, planned_on: date, note: str = "", by: Person) -> HandOn | None:
    """To who has reserved the unit next. None: this very deed was done before."""
    giving, taking = _held(loan.pk, taking.pk)
    if there := HandOn.objects.alive().filter(giving=giving).first():
        if (there.taking_id, there.planned_on, there.note, there.arranged_by_id) == (taking.pk, planned_on, note, by.pk):
            return None
        raise HandOnNotNow("Für diese Ausleihe ist schon eine Weitergabe vereinbart.")
    _refuse_what_cannot_be_arranged(giving, taking)
    _refuse_another_day(giving, taking, planned_on)
    made = HandOn.objects.create(giving=giving, taking=taking, planned_on=planned_on, note=note, arranged_by=by)
    hand_on = HandOn.objects.for_pages().get(pk=made.pk)
    mails.hand_on_arranged(hand_on)
    return hand_on


@transaction.atomic
def give_on(*, hand_on: HandOn, findings: Findings, by: Person) -> LoanReport | None:
    """Who gives it says what is in it. From now on nobody reminds them. None: it was said before."""
    hand_on = _locked(hand_on)
    if hand_on.state in (HandOnState.GIVEN, HandOnState.TAKEN):
        return None
    giving = hand_on.giving
    if hand_on.state != HandOnState.ARRANGED or not giving.is_out:
        raise HandOnNotNow
    report = write_report(unit=giving.unit, loan=giving, kind=ReportKind.GIVEN_ON, findings=findings, by=by)
    hand_on.state, hand_on.given_at = HandOnState.GIVEN, report.at
    hand_on.save(update_fields=["state", "given_at", "changed_at"])
    into_history(giving, "Weitergegeben, noch nicht bestätigt", by=by)
    mails.hand_on_given(hand_on, report)
    return report


@transaction.atomic
def take_over(*, hand_on: HandOn, findings: Findings, by: Person) -> LoanReport | None:
    """Who takes it confirms: one loan is over, the other has begun, and no day lies between. None: it was confirmed before."""
    hand_on = _locked(hand_on)
    if hand_on.state == HandOnState.TAKEN:
        return None
    if hand_on.state != HandOnState.GIVEN:
        raise HandOnNotNow
    giving, taking = hand_on.giving, hand_on.taking
    given = giving.reports.select_related("by").get(kind=ReportKind.GIVEN_ON)
    comes_home(giving, "Weitergegeben und bestätigt", by=given.by)
    if taking.line.order.state in TO_BE_PACKED:  # nothing of it is packed by anybody
        go(taking.line.order, OrderState.PACKED, by=by)
    refuse_what_cannot_leave(taking)
    report = write_report(unit=taking.unit, loan=taking, kind=ReportKind.TAKEN_OVER, findings=findings, by=by)
    goes_out(taking, report, "Direkt übernommen", by=by)
    hand_on.state, hand_on.taken_at = HandOnState.TAKEN, report.at
    hand_on.save(update_fields=["state", "taken_at", "changed_at"])
    mails.hand_on_taken(hand_on, report)
    if found := differences(given, report):
        mails.hand_on_differs(hand_on, found)
    becomes(taking.unit, report.condition)
    return report


@transaction.atomic
def call_off_hand_on(*, hand_on: HandOn, reason: str = "", by: Person) -> bool:
    """By staff, until it is confirmed. False: it was called off before."""
    hand_on = _locked(hand_on)
    if hand_on.state == HandOnState.CANCELLED:
        return False
    if hand_on.state == HandOnState.TAKEN:
        raise HandOnNotNow("Die Übernahme ist schon bestätigt.")
    hand_on_ends.end(hand_on, reason)
    return True


# --- what the deeds share ---


def _locked(hand_on: HandOn) -> HandOn:
    """Both loans, their orders and lines in one piece."""
    _held(hand_on.giving_id, hand_on.taking_id)
    return HandOn.objects.for_pages().get(pk=hand_on.pk)


def _held(*loans: int) -> list[Loan]:
    found = Loan.objects.filter(pk__in=loans).select_related("line", "unit")
    for order in sorted({loan.line.order_id for loan in found}):
        locked_order(order)
    locked_articles(loan.unit.article_id for loan in found)
    by_key = {loan.pk: loan for loan in Loan.objects.for_pages().filter(pk__in=loans).locked()}
    return [by_key[pk] for pk in loans]


def _refuse_what_cannot_be_arranged(giving: Loan, taking: Loan) -> None:
    if giving.state not in HOLDS_A_UNIT or taking.state != LoanState.RESERVED or next_borrower(giving) != taking:
        raise HandOnNotNow("Inzwischen bekommt jemand anderes das Gerät als Nächstes. Bitte sehen Sie noch einmal nach.")
    orders = (giving.line.order, taking.line.order)
    if any(order.is_of_guest for order in orders) or orders[0].pk == orders[1].pk:
        raise Refused("Direkt weitergeben können nur zwei Dienststellen, die beide ein Konto haben.")
    if orders[1].state not in CAN_BE_DROPPED:
        raise Refused("Sagen Sie zuerst die Bestellung zu, die das Gerät als Nächste bekommt.")
    if giving.reports.filter(kind=ReportKind.GIVEN_ON).exists():
        raise Refused("Diese Ausleihe war schon einmal übergeben. Nehmen Sie das Gerät zuerst zurück.")
    if giving.unit.condition != Condition.USABLE:
        raise Refused(f"{giving.unit.number} ist nicht einsatzbereit.")


def _refuse_another_day(giving: Loan, taking: Loan, planned_on: date) -> None:
    first = clock.today() if giving.is_out else max(clock.today(), giving.from_day)
    last = taking.to_day
    if not first <= planned_on <= last:
        raise Refused(f"Möglich sind Tage vom {first:%d.%m.%Y} bis zum {last:%d.%m.%Y}.", field="planned_on")

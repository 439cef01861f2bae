"""What staff do with a loan at the desk: hand it out, take it back, give it another unit, cancel it.

`seen` is what staff had before their eyes: which unit, and the newest protocol of it. Who acts on an old page (a colleague was
faster, the back button) is told instead. Locks go: order, article, loan; who has the article has all of its units.
"""

from typing import NamedTuple

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from materials.actions import hand_on_ends
from materials.actions.addresses import refuse_unconfirmed_address
from materials.actions.loans import locked_loan
from materials.actions.protocols import Findings, write_report
from materials.actions.steps import go_line, step
from materials.actions.unit_change import becomes
from materials.actions.units import move, others_for, refuse_unusable
from materials.actions.waiting import offer_what_is_free
from materials.choices import (
    HOLDS_A_UNIT,
    LINE_GIVEN_UP,
    OVER,
    TO_BE_PACKED,
    TO_BE_SHIPPED,
    Condition,
    LineState,
    LoanState,
    OrderState,
    ReportKind,
)
from materials.counted import latest_report
from materials.errors import AlreadyWorkedOn, LoanNotNow, NoUnitFree, ReasonNotGiven, UnitStillAway
from materials.mails import loans as mails
from materials.models import Loan, LoanReport, Order, OrderChange, Unit
from missione.shared import clock
from missione.shared.templatetags.portal import clock_time, short_date
from teams.models import Person

CAN_LEAVE = TO_BE_SHIPPED
CAN_BE_DROPPED = (*TO_BE_PACKED, *CAN_LEAVE)


class Seen(NamedTuple):
    """The keys of the unit and of its newest protocol; 0 where there was none."""

    unit: int
    report: int


def seen_of(unit: Unit) -> Seen:
    return Seen(unit.pk, getattr(latest_report(unit), "pk", 0))


@transaction.atomic
def hand_out(*, loan: Loan, findings: Findings, by: Person, seen: Seen | None = None) -> LoanReport | None:
    """It leaves, with a protocol of what is in it. None: this very deed was done before."""
    loan = locked_loan(loan.pk)
    if _is_done(loan, ReportKind.HANDED_OUT, findings, by):
        return None
    _refuse_an_old_page(loan.unit, seen)
    refuse_what_cannot_leave(loan)
    refuse_unconfirmed_address(loan.line.order)
    report = write_report(unit=loan.unit, loan=loan, kind=ReportKind.HANDED_OUT, findings=findings, by=by)
    goes_out(loan, report, "Ausgegeben", by=by)
    mails.loan_handed_out(loan, report)
    return report


@transaction.atomic
def take_back(*, loan: Loan, findings: Findings, by: Person, seen: Seen | None = None) -> LoanReport | None:
    """It is back, or will never come. The rest of its days is everybody's; the unit is how the protocol says it is."""
    loan = locked_loan(loan.pk)
    if _is_done(loan, ReportKind.TAKEN_BACK, findings, by):
        return None
    _refuse_an_old_page(loan.unit, seen)
    if loan.state != LoanState.OUT:
        raise LoanNotNow
    report = write_report(unit=loan.unit, loan=loan, kind=ReportKind.TAKEN_BACK, findings=findings, by=by)
    hand_on_ends.ends_with([loan], "Das Gerät ist beim Kampagnenteam.")
    if report.condition == Condition.LOST:
        _end(loan, LoanState.LOST)
        into_history(loan, "Verloren gemeldet", by=by)
    else:
        comes_home(loan, "Zurückgenommen", by=by)
    mails.loan_taken_back(loan, report)
    becomes(loan.unit, report.condition)
    return report


@transaction.atomic
def assign_unit(*, loan: Loan, unit: Unit, by: Person) -> bool:
    """Another one for the same days. False: it has that one already."""
    loan = locked_loan(loan.pk)
    if loan.unit_id == unit.pk:
        return False
    if loan.state != LoanState.RESERVED:
        raise LoanNotNow
    if not others_for(loan).filter(pk=unit.pk).exists():
        raise NoUnitFree("Dieses Gerät ist in diesem Zeitraum nicht frei. Bitte wählen Sie ein anderes.", field="unit")
    move(loan, unit)
    offer_what_is_free(unit.article)
    return True


@transaction.atomic
def cancel_loan(*, loan: Loan, reason: str, by: Person) -> bool:
    """What has not left does not come; the rest of the order goes on. False: it was cancelled before."""
    loan = locked_loan(loan.pk)
    if loan.state == LoanState.CANCELLED:
        return False
    if not reason.strip():
        raise ReasonNotGiven(field="reason")
    order = loan.line.order
    if loan.state != LoanState.RESERVED or order.state not in CAN_BE_DROPPED:
        raise LoanNotNow
    hand_on_ends.ends_with([loan], "Eine der beiden Ausleihen ist abgesagt.")
    _end(loan, LoanState.CANCELLED)
    loan.line.approved, loan.line.reason = 0, reason[:250]
    loan.line.save(update_fields=["approved", "reason"])
    go_line(loan.line, LineState.DECLINED)
    _step(order, f"{loan.unit.article.title} kommt nicht: {reason}", by=by)
    mails.loan_cancelled(loan, reason)
    offer_what_is_free(loan.unit.article)
    return True


# --- what the deeds share, with those on what goes straight on ---


def goes_out(loan: Loan, report: LoanReport, words: str, *, by: Person | None) -> None:
    """From the day of the protocol; its line and its order go along."""
    loan.state, loan.handed_out_at = LoanState.OUT, report.at
    loan.period = _from_today_on(loan)
    loan.save(update_fields=["state", "handed_out_at", "period", "changed_at"])
    loan.line.shipped = 1
    loan.line.save(update_fields=["shipped"])
    go_line(loan.line, LineState.SHIPPED)
    into_history(loan, words, by=by)


def comes_home(loan: Loan, words: str, *, by: Person | None) -> None:
    """Its days are over, whatever they were."""
    _end(loan, LoanState.RETURNED)
    loan.line.returned = loan.line.shipped
    loan.line.save(update_fields=["returned"])
    go_line(loan.line, LineState.RETURNED)
    into_history(loan, words, by=by)


def into_history(loan: Loan, words: str, *, by: Person | None) -> OrderChange:
    return _step(loan.line.order, f"{words}: {loan.unit.number}, {loan.unit.article.title}", by=by)


def _is_done(loan: Loan, kind: ReportKind, findings: Findings, by: Person) -> bool:
    """True for the same by the same person, a double click. Whoever comes second with anything else is told."""
    report = loan.reports.filter(kind=kind).select_related("by").first()
    if report is None:
        return False
    counted = dict(report.parts.values_list("name", "counted"))
    typed = {part.name: findings.counts.get(part.pk, part.quantity) for part in loan.unit.article.parts.all()}
    said = (report.condition, report.note, counted if report.condition != Condition.LOST else {})
    if report.by_id == by.pk and said == (findings.condition, findings.note, typed if said[2] else {}):
        return True
    raise AlreadyWorkedOn(_who_was_first(report))


def _refuse_an_old_page(unit: Unit, seen: Seen | None) -> None:
    if seen is None or seen == seen_of(unit):
        return
    report = latest_report(unit)
    if seen.unit == unit.pk and report:
        raise AlreadyWorkedOn(_who_was_first(report))
    raise AlreadyWorkedOn(f"Inzwischen ist {unit.number} für diese Ausleihe vorgesehen. Bitte sehen Sie noch einmal nach.")


def _who_was_first(report: LoanReport) -> str:
    who = str(report.by) if report.by else "jemand, dessen Konto es nicht mehr gibt,"
    return (
        f"Inzwischen hat {who} am {short_date(report.at)}, {clock_time(report.at)} ein Protokoll geschrieben: "
        f"„{report.get_kind_display()}“. Bitte sehen Sie noch einmal nach."
    )


def refuse_what_cannot_leave(loan: Loan) -> None:
    if loan.state != LoanState.RESERVED or not loan.line_id or loan.line.order.state not in CAN_LEAVE:
        raise LoanNotNow
    refuse_unusable(loan.unit)
    if loan.to_day < clock.today():
        raise LoanNotNow("Der Zeitraum dieser Ausleihe ist vorbei. Stornieren Sie sie, oder vereinbaren Sie einen neuen.")
    if loan.unit.loans.out().exists():
        raise UnitStillAway(f"{loan.unit.number} ist noch ausgeliehen. Nehmen Sie das Gerät zuerst zurück.")


def _from_today_on(loan: Loan) -> DateRange:
    """Who gets it early has it from today: if nobody else was to have it until then."""
    early = DateRange(min(clock.today(), loan.period.lower), loan.period.upper)
    others = loan.unit.loans.holding_a_unit().exclude(pk=loan.pk).filter(period__overlap=early)
    if other := others.order_by("from_day").first():
        raise UnitStillAway(
            f"Bis zum {other.period.upper:%d.%m.%Y} ist {loan.unit.number} für jemand anderen vorgemerkt. So früh geht es nicht."
        )
    return early


def _end(loan: Loan, state: LoanState) -> None:
    loan.state, loan.ended_at = state, clock.now()
    loan.save(update_fields=["state", "ended_at", "changed_at"])


def _step(order: Order, note: str, *, by: Person | None) -> OrderChange:
    """And on, where the order now stands: all out, all back, nothing left of it."""
    return step(order, stand_of(order), by=by, note=note[:1000])


def stand_of(order: Order) -> OrderState:
    """Where it stands, by what has become of its lines."""
    state = OrderState(order.state)
    if state in OVER:
        return state
    lines = list(order.lines.prefetch_related("loans"))
    left = any(line.shipped for line in lines)
    if not left and all(line.state in LINE_GIVEN_UP for line in lines):
        has_expired = any(line.state == LineState.EXPIRED for line in lines)
        return OrderState.EXPIRED if has_expired else OrderState.CANCELLED
    if not left:
        return state
    if all(_is_settled(line) for line in lines):
        return OrderState.DONE
    is_all_gone = state == OrderState.SHIPPED or not any(line.still_to_ship for line in lines)
    return OrderState.SHIPPED if is_all_gone else OrderState.PARTLY_SHIPPED


def _is_settled(line) -> bool:
    """A loan that is back, or is given up for lost. What was sent to be kept, staff close."""
    if line.state in (LineState.RETURNED, *LINE_GIVEN_UP):
        return line.is_loan or line.state in LINE_GIVEN_UP
    return line.is_loan and bool(line.shipped) and not any(loan.state in HOLDS_A_UNIT for loan in line.loans.all())

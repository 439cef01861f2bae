"""What staff do with an order, from looking at it to its end. Twice is once.

`seen` is the last entry of the order's history that staff had before their eyes. Every deed adds an entry, so who acts on an old
page (a colleague was faster, the back button) is told instead. Locks go: authority, order, articles by ascending key, units.
"""

from collections.abc import Collection, Mapping

from django.db import transaction

from materials.actions import parcels
from materials.actions.addresses import refuse_unconfirmed_address
from materials.actions.deciding import Decision, decide, decisions_in_words
from materials.actions.steps import give_up, go, locked_order, step
from materials.actions.stock import locked_articles
from materials.actions.units import refuse_unusable
from materials.choices import CAN_BE_CANCELLED, HOLDS_A_UNIT, TO_BE_DECIDED, TO_BE_PACKED, TO_BE_SHIPPED, LineState, OrderState
from materials.errors import AlreadyWorkedOn, LoanStillOpen, NotNow, ReasonNotGiven
from materials.mails import orders as mails
from materials.models import Loan, Order, OrderChange
from missione.shared.templatetags.portal import clock_time, short_date
from teams.models import Agency, Person

CAN_BE_DECIDED = (*TO_BE_DECIDED, *TO_BE_PACKED, OrderState.PACKED)
CAN_COME_BACK = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED, OrderState.DONE)
STAFF_CAN_CANCEL = (*(state for state in CAN_BE_CANCELLED if state != OrderState.UNCONFIRMED), OrderState.PACKED)
CAN_BE_CLOSED = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


@transaction.atomic
def start_review(*, order: Order, by: Person, seen: int | None = None) -> OrderChange | None:
    """The others see that somebody is at it, and who ordered, too."""
    order = _held(order, by, seen, from_states=(OrderState.RECEIVED,), to=(OrderState.IN_REVIEW,))
    return go(order, OrderState.IN_REVIEW, by=by) if order else None


@transaction.atomic
def approve_order(*, order: Order, decisions: Mapping[int, Decision], by: Person, seen: int | None = None) -> OrderChange | None:
    """All, or less with a reason for each line (by its key). Until it leaves, staff may think again."""
    agency = Agency.objects.locked().filter(pk=order.agency_id).first()
    note = decisions_in_words(order, decisions)
    to = (OrderState.APPROVED, OrderState.PARTLY_APPROVED)
    if not (order := _held(order, by, seen, from_states=CAN_BE_DECIDED, to=to, note=note)):
        return None
    if order.agency_id != (agency.pk if agency else None):
        raise NotNow  # carried along by a merge
    refuse_unconfirmed_address(order)
    state = OrderState.APPROVED if decide(order, decisions, agency=agency, by=by) else OrderState.PARTLY_APPROVED
    change = step(order, state, by=by, note=note)
    mails.order_approved(order, change)
    return change


@transaction.atomic
def decline_order(*, order: Order, reason: str, by: Person, seen: int | None = None) -> OrderChange | None:
    """Nothing of it. What was held is everybody's again."""
    to = (OrderState.DECLINED,)
    if not (order := _held(order, by, seen, from_states=TO_BE_DECIDED, to=to, note=_reason(reason))):
        return None
    give_up(order, LineState.DECLINED, by=by)
    change = go(order, OrderState.DECLINED, by=by, note=reason)
    mails.order_declined(order, change)
    return change


@transaction.atomic
def pack_order(*, order: Order, by: Person, seen: int | None = None) -> OrderChange | None:
    """From now on only staff can cancel it."""
    if not (order := _held(order, by, seen, from_states=TO_BE_PACKED, to=(OrderState.PACKED,))):
        return None
    refuse_unconfirmed_address(order)
    _refuse_what_nobody_can_use(order)
    return go(order, OrderState.PACKED, by=by)


@transaction.atomic
def ship_order(
    *, order: Order, quantities: Mapping[int, int], tracking_number: str = "", by: Person, seen: int | None = None
) -> OrderChange | None:
    """One parcel: so many of each line (by its key). What is missing comes in the next one."""
    note = parcels.parcel_in_words(order, quantities, tracking_number)
    to = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
    if not (order := _held(order, by, seen, from_states=TO_BE_SHIPPED, to=to, note=note)):
        return None
    refuse_unconfirmed_address(order)
    parcel = parcels.send(order, quantities, by=by)
    if tracking_number:
        order.tracking_number = tracking_number
        order.save(update_fields=["tracking_number", "changed_at"])
    all_gone = not any(line.still_to_ship for line in order.lines.all())
    change = step(order, OrderState.SHIPPED if all_gone else OrderState.PARTLY_SHIPPED, by=by, note=note)
    mails.order_shipped(order, change, parcel=parcel, tracking_number=tracking_number)
    return change


@transaction.atomic
def take_back_leftovers(
    *, order: Order, quantities: Mapping[int, int], note: str = "", by: Person, seen: int | None = None
) -> OrderChange | None:
    """Left over and sent back: on the shelf again, and no longer counted against the limit of the authority."""
    note = parcels.leftovers_in_words(order, quantities, note)
    if not (order := _held(order, by, seen, from_states=CAN_COME_BACK, to=CAN_COME_BACK, note=note)):
        return None
    parcels.put_back(order, quantities, by=by)
    return step(order, OrderState(order.state), by=by, note=note)


@transaction.atomic
def cancel_by_staff(*, order: Order, reason: str, by: Person, seen: int | None = None) -> OrderChange | None:
    """Until it leaves. What was held is everybody's again."""
    to = (OrderState.CANCELLED,)
    if not (order := _held(order, by, seen, from_states=STAFF_CAN_CANCEL, to=to, note=_reason(reason))):
        return None
    give_up(order, LineState.CANCELLED, by=by)
    change = go(order, OrderState.CANCELLED, by=by, note=reason)
    mails.order_cancelled_by_staff(order, change)
    return change


@transaction.atomic
def close_order(*, order: Order, reason: str = "", by: Person, seen: int | None = None) -> OrderChange | None:
    """Done. If something had not left yet, it does not come any more, and who ordered reads why."""
    if not (order := _held(order, by, seen, from_states=CAN_BE_CLOSED, to=(OrderState.DONE,), note=reason)):
        return None
    if Loan.objects.filter(line__order=order, state__in=HOLDS_A_UNIT).exists():
        raise LoanStillOpen
    is_rest = any(line.still_to_ship for line in order.lines.all())
    if is_rest:
        parcels.drop_the_rest(order, _reason(reason), by=by)
    change = go(order, OrderState.DONE, by=by, note=reason)
    if is_rest:
        mails.order_cancelled_by_staff(order, change, is_rest=True)
    return change


# --- what the deeds share ---


def loans_that_hold_up(order: Order) -> list[Loan]:
    """Without a unit, and to be packed. What leaves only later does not hold up a parcel: until then its unit may be mended."""
    lacking = Loan.objects.without_unit().filter(line__order=order).select_related("unit").order_by("from_day", "pk")
    has_a_parcel = any(line.still_to_ship for line in order.lines.all() if not line.is_loan)
    return [loan for loan in lacking if loan.leaves_soon or not has_a_parcel]


def last_entry(order: Order) -> OrderChange | None:
    return order.changes.select_related("by").last()


def _held(
    order: Order,
    by: Person,
    seen: int | None,
    *,
    from_states: Collection[OrderState],
    to: Collection[OrderState],
    note: str = "",
) -> Order | None:
    """The row, locked; None if this very deed was done from this very page before: a double click."""
    order = locked_order(order.pk)
    since = order.changes.filter(pk__gt=seen).first() if seen is not None else None
    if since and since.to_state in to and since.by_id == by.pk and since.note == note:
        return None
    if since:
        raise AlreadyWorkedOn(_who_was_first(order))
    if order.state not in from_states:
        raise NotNow
    return order


def _refuse_what_nobody_can_use(order: Order) -> None:
    """The rows of the articles are held, so that nobody finds a unit damaged meanwhile."""
    locked_articles(line.article_id for line in order.lines.all() if line.is_loan)
    for loan in loans_that_hold_up(order):
        refuse_unusable(loan.unit)


def _who_was_first(order: Order) -> str:
    last = last_entry(order)
    when = f"am {short_date(last.at)}, {clock_time(last.at)}"
    who = "das Kampagnenteam" if last.by and last.by.is_staff else "die Dienststelle"
    who = f"{last.by} ({who})" if last.by else "jemand, dessen Konto es nicht mehr gibt,"
    return f"Inzwischen hat {who} {when} etwas geändert: „{last}“. Bitte sehen Sie noch einmal nach."


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ReasonNotGiven(field="reason")
    return reason

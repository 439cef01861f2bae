"""The promises of stock and orders, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce, Lag

from materials import loan_promises  # noqa: F401  (registers its questions)
from materials.choices import (
    HOLDS_A_UNIT,
    HOLDS_NOTHING,
    LINE_GIVEN_UP,
    ON_THE_SHELF,
    OVER,
    PROMISED,
    TO_BE_DECIDED,
    TO_BE_PACKED,
    TO_BE_SHIPPED,
    WAYS,
    EntryKind,
    HandOnState,
    LineState,
    LoanState,
    OrderState,
    WishState,
)
from materials.facts import answer_until, period_of_loan
from materials.models import (
    Article,
    ContactMessage,
    HandOn,
    Loan,
    LoanReport,
    LoanWish,
    Order,
    OrderChange,
    OrderLine,
    Piece,
    StockEntry,
    Unit,
)
from missione.shared import clock
from missione.shared.invariants import promise

GRACE = timedelta(hours=2)
A_DAY = timedelta(days=1)


def _sum_of_entries(field: str, effects: dict) -> Coalesce:
    """Over the entries of one article or line."""
    effect = Case(*(When(kind=kind, then=F("quantity") * sign) for kind, sign in effects.items()), default=Value(0))
    entries = StockEntry.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Coalesce(Subquery(entries.annotate(total=Sum(effect)).values("total"), output_field=IntegerField()), 0)


@promise
def stock_is_the_sum_of_its_entries() -> Iterator[str]:
    """What lies on the shelf, and what is promised of it, are the sums of the ledger."""
    counted = Article.objects.annotate(
        lies_there=_sum_of_entries("article", ON_THE_SHELF), held=_sum_of_entries("article", PROMISED)
    )
    for article in counted.exclude(in_stock=F("lies_there"), reserved=F("held")):
        kept = f"{article.in_stock} in stock, {article.reserved} reserved"
        yield f"article {article.pk}: {kept}; its entries say {article.lies_there} and {article.held}"


@promise
def lines_are_the_sum_of_their_entries() -> Iterator[str]:
    """What a line holds, sent and got back is what the ledger says of it."""
    counted = OrderLine.objects.filter(from_day=None).annotate(
        held=_sum_of_entries("line", PROMISED),
        sent=_sum_of_entries("line", {EntryKind.SHIPMENT: 1}),
        back=_sum_of_entries("line", {EntryKind.RETURN: 1}),
    )
    for line in counted.exclude(reserved=F("held"), shipped=F("sent"), returned=F("back")):
        kept = f"{line.reserved} reserved, {line.shipped} shipped, {line.returned} returned"
        yield f"line {line.pk}: {kept}; its entries say {line.held}, {line.sent}, {line.back}"


@promise
def every_exit_releases() -> Iterator[str]:
    """Nothing is held for an order that is over, nobody has confirmed, or nobody has approved."""
    nothing_due = Q(order__state__in=(*OVER, OrderState.UNCONFIRMED)) | Q(order__is_request=True, approved=None)
    for line in OrderLine.objects.filter(nothing_due, reserved__gt=0):
        yield f"line {line.pk}: holds {line.reserved} for order {line.order_id}"
    for loan in Loan.objects.filter(state=LoanState.RESERVED, line__state__in=HOLDS_NOTHING):
        yield f"loan {loan.pk}: holds unit {loan.unit_id} for line {loan.line_id}, which is {loan.line.state}"


@promise
def nothing_leaves_beyond_the_promise() -> Iterator[str]:
    """What was sent, staff had promised."""
    beyond = Q(approved=None, shipped__gt=0) | Q(shipped__gt=F("approved"))
    for line in OrderLine.objects.filter(beyond):
        yield f"line {line.pk}: {line.shipped} shipped, {line.approved} approved"


@promise
def parcels_go_to_addresses_that_somebody_knows() -> Iterator[str]:
    """Nothing is packed for an address that is neither known nor confirmed, and nothing was sent there."""
    packed = Q(state__in=(*TO_BE_SHIPPED, OrderState.SHIPPED))
    sent = Exists(OrderLine.objects.filter(order=OuterRef("pk"), shipped__gt=0))
    for order in Order.objects.filter(packed | sent, is_other_address=True, address_confirmed_at=None):
        yield f"order {order.pk}: {order.state}, though nobody has confirmed its address"


# What the lines of an order may be where it stands; what was given up before does not count.
_GONE = (LineState.SHIPPED, LineState.RETURNED)
_LINES_OF = {
    OrderState.UNCONFIRMED: (LineState.REQUESTED,),
    **dict.fromkeys(TO_BE_DECIDED, (LineState.REQUESTED, LineState.EXPIRED)),
    **dict.fromkeys((*TO_BE_PACKED, OrderState.PACKED), (LineState.APPROVED, *_GONE, LineState.DECLINED, LineState.EXPIRED)),
    OrderState.PARTLY_SHIPPED: (LineState.APPROVED, LineState.PARTLY_SHIPPED, *_GONE, *LINE_GIVEN_UP),
    OrderState.SHIPPED: (*_GONE, *LINE_GIVEN_UP),
    OrderState.DONE: (*_GONE, *LINE_GIVEN_UP),
    **dict.fromkeys((OrderState.DECLINED, OrderState.CANCELLED, OrderState.EXPIRED), LINE_GIVEN_UP),
}


@promise
def states_agree_with_the_lines() -> Iterator[str]:
    """Each line of an order stands where the order says; what waits was not sent, what is all sent was."""
    for state, fitting in _LINES_OF.items():
        for line in OrderLine.objects.filter(order__state=state).exclude(state__in=fitting):
            yield f"line {line.pk}: {line.state}, though order {line.order_id} is {state}"
    sent = (LineState.PARTLY_SHIPPED, LineState.SHIPPED, LineState.RETURNED)
    numbers = Q(state=LineState.PARTLY_SHIPPED) & (Q(shipped=0) | Q(shipped__gte=F("approved")))
    numbers |= Q(state__in=(LineState.SHIPPED, LineState.RETURNED)) & ~Q(shipped=F("approved"))
    numbers |= ~Q(state__in=sent) & Q(shipped__gt=0)
    for line in OrderLine.objects.filter(numbers, from_day=None):
        yield f"line {line.pk}: {line.state} with {line.shipped} of {line.approved} shipped"


@promise
def nobody_waits_for_days_that_are_over() -> Iterator[str]:
    """What was to be borrowed and never left expires on the day after its last."""
    for line in OrderLine.objects.never_borrowed().filter(to_day__lt=clock.today() - timedelta(days=2)):
        yield f"line {line.pk}: {line.state}, though its last day was {line.to_day}"


@promise
def histories_lead_to_the_state() -> Iterator[str]:
    """Each step begins where the one before ended, goes a way there is, and the last leads to where the order stands."""
    of_order = OrderChange.objects.filter(order=OuterRef("pk")).order_by("-pk")
    for order in Order.objects.annotate(last=Subquery(of_order.values("to_state")[:1])):
        if (order.last or OrderState.UNCONFIRMED) != order.state:
            yield f"order {order.pk}: is {order.state}, its history ends with {order.last}"
    steps = OrderChange.objects.annotate(
        before=Window(Lag("to_state"), partition_by="order", order_by="pk"),
    ).order_by("order", "pk")
    for step in steps.iterator():
        if step.before is not None and step.from_state != step.before:
            yield f"step {step.pk}: begins with {step.from_state}, the one before ended with {step.before}"
        if step.from_state and step.to_state not in (step.from_state, *WAYS[OrderState(step.from_state)]):
            yield f"step {step.pk}: there is no way from {step.from_state} to {step.to_state}"


@promise
def nobody_who_ordered_is_remembered_for_too_long() -> Iterator[str]:
    """Who it was, and what was written, is forgotten within a day after its time."""
    before = clock.months_ago(settings.PERSONAL_DATA_MONTHS) - A_DAY
    for kind in (Order, LoanWish, LoanReport, HandOn):
        for pk in kind.objects.remembered_since(before).values_list("pk", flat=True):
            yield f"{kind.__name__} {pk}: its people are still known"
    for pk in ContactMessage.objects.settled_before(clock.months_ago(settings.MESSAGE_MONTHS) - A_DAY).values_list(
        "pk", flat=True
    ):
        yield f"message {pk}: still there"


@promise
def nothing_unconfirmed_outlives_its_link() -> Iterator[str]:
    """What a guest typed and never confirmed is gone soon after its link has run out."""
    late = clock.now() - GRACE
    for order in Order.objects.filter(state=OrderState.UNCONFIRMED, confirm_until__lt=late):
        yield f"order {order.pk}: unconfirmed since {order.created_at:%Y-%m-%d %H:%M} UTC"
    for message in ContactMessage.objects.run_out().filter(confirm_until__lt=late):
        yield f"message {message.pk}: unconfirmed since {message.created_at:%Y-%m-%d %H:%M} UTC"


@promise
def offers_hold_one_unit_each() -> Iterator[str]:
    """What is held without an order is held for an offer, for its days; and each offer holds just one unit."""
    held = Q(loans__line=None, loans__state=LoanState.RESERVED)
    same_days = Q(loans__from_day=F("from_day"), loans__to_day=F("to_day"), loans__unit__article=F("article"))
    counted = LoanWish.objects.annotate(
        held=Count("loans", filter=held, distinct=True), right=Count("loans", filter=held & same_days, distinct=True)
    )
    for wish in counted.filter(Q(held__gt=0) | Q(state=WishState.OFFERED)):
        due = 1 if wish.is_offered else 0
        if (wish.held, wish.right) != (due, due):
            yield f"wish {wish.pk}: {wish.state}, and {wish.held} units are held for it, {wish.right} of them as it says"
    taken = Q(loans__line__isnull=False, loans__unit__article=F("article"))
    counted = LoanWish.objects.filter(state=WishState.TAKEN).annotate(lent=Count("loans", filter=taken, distinct=True))
    for wish in counted.exclude(lent=1):
        yield f"wish {wish.pk}: taken, and {wish.lent} loans came of it"


@promise
def nobody_waits_for_what_is_free() -> Iterator[str]:
    """No newcomer got past the list, and no answer is awaited after its time."""
    for wish in LoanWish.objects.filter(state=WishState.OFFERED, offered_until__lt=clock.now() - GRACE):
        yield f"wish {wish.pk}: offered until {wish.offered_until:%Y-%m-%d %H:%M} UTC, and not answered"
    for wish in LoanWish.objects.waiting().select_related("article"):
        units = Unit.objects.filter(article=wish.article)
        free = units.first_free_in(period_of_loan(wish.article, wish.from_day, wish.to_day))
        if free and answer_until(wish.article, wish.from_day) > clock.now():
            yield f"wish {wish.pk}: waits, though unit {free.pk} is free for it"


@promise
def loans_last_as_long_as_their_lines() -> Iterator[str]:
    """Who reads the order and who looks at the shelf read the same days."""
    for loan in (
        Loan.objects.holding_a_unit()
        .filter(line__isnull=False)
        .exclude(from_day=F("line__from_day"), to_day=F("line__to_day"), unit__article=F("line__article"))
    ):
        yield f"loan {loan.pk}: {loan.from_day} to {loan.to_day}, its line {loan.line_id} says otherwise"


@promise
def every_lending_is_counted() -> Iterator[str]:
    """A piece went at least as often as its days say; the days are forgotten, the number is not."""
    for piece in Piece.objects.annotate(days=Count("lendings")).filter(days__gt=F("times_lent")):
        yield f"piece {piece.pk}: {piece.times_lent} times lent, {piece.days} of them with a day"


# How the two sides of a hand-on stand in each of its states; once it is taken, the taker's goes its own way.
_SIDES = {
    HandOnState.ARRANGED: (HOLDS_A_UNIT, (LoanState.RESERVED,)),
    HandOnState.GIVEN: ((LoanState.OUT,), (LoanState.RESERVED,)),
    HandOnState.TAKEN: ((LoanState.RETURNED,), (LoanState.OUT, LoanState.RETURNED, LoanState.LOST)),
}


@promise
def what_is_handed_on_is_one_unit() -> Iterator[str]:
    """Both loans are of the same unit, and each stands where the hand-on says."""
    for state, (giving, taking) in _SIDES.items():
        fits = Q(giving__state__in=giving, taking__state__in=taking, giving__unit=F("taking__unit"))
        for hand_on in HandOn.objects.filter(state=state).exclude(fits).for_pages():
            sides = f"{hand_on.giving_id} ({hand_on.giving.state}) to {hand_on.taking_id} ({hand_on.taking.state})"
            yield f"hand-on {hand_on.pk}: {state} from loan {sides}"

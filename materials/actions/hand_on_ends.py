"""What was arranged to go straight on, and does not. Whoever calls holds the row of the article."""

from collections.abc import Iterable

from django.db.models import Q

from materials.choices import HandOnState
from materials.mails import hand_ons as mails
from materials.models import HandOn, Loan
from missione.shared import clock


def ends_with(loans: Iterable[Loan], reason: str, *, are_over: bool = True) -> None:
    """These loans end in another way, or get another unit: both sides read that nothing is handed on, and what now holds."""
    loans = list(loans)
    open_ones = HandOn.objects.open().filter(Q(giving__in=loans) | Q(taking__in=loans))
    for hand_on in open_ones.for_pages().order_by("pk"):
        end(hand_on, reason, over=loans if are_over else ())


def end(hand_on: HandOn, reason: str, *, over: Iterable[Loan] = ()) -> None:
    hand_on.state, hand_on.cancelled_at = HandOnState.CANCELLED, clock.now()
    hand_on.save(update_fields=["state", "cancelled_at", "changed_at"])
    mails.hand_on_called_off(hand_on, reason, over=over)

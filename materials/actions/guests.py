"""Who comes without an account gets one letter to the typed address, and not many."""

from datetime import timedelta

from django.db import connection

from materials.choices import MessageState, OrderState
from materials.errors import JustWritten
from materials.models import ContactMessage, Order
from missione.shared import clock

CONFIRM_WITHIN = timedelta(hours=48)
NOT_AGAIN_WITHIN = timedelta(hours=1)
MOST_UNCONFIRMED = 3


def refuse_another_letter_to(email: str) -> None:
    """One an hour, and no more than three that nobody answers: a stranger who types an address must not fill its mailbox."""
    _one_at_a_time(email)
    orders = Order.objects.filter(state=OrderState.UNCONFIRMED, guest_email__iexact=email)
    messages = ContactMessage.objects.filter(state=MessageState.UNCONFIRMED, email__iexact=email)
    moments = [*orders.values_list("created_at", flat=True), *messages.values_list("created_at", flat=True)]
    if len(moments) >= MOST_UNCONFIRMED or any(moment > clock.now() - NOT_AGAIN_WITHIN for moment in moments):
        raise JustWritten


def _one_at_a_time(email: str) -> None:
    """There is no row yet that could be locked: the address itself is, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"guest:{email.lower()}"])

"""The same form twice has the effect of once.

A form carries a random `request_key` (hidden field, made when the page is drawn). The deed asks in its transaction, once it
holds its row lock:

    with transaction.atomic():
        event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        answer = answer_once(request_key, digest_of={"deed": "book_seat", "by": person.pk, "event": event.pk, "message": message})
        if answer is not None:
            return Booking.objects.get(pk=answer)
        ...
        remember_answer(request_key, booking.pk)

`digest_of` names the deed, who does it, and all that was typed: whoever comes with a key that belongs to something else gets
DifferentRequest (409). A deed that is refused rolls back, and its key is free again.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.transaction import TransactionManagementError

from missione.shared import clock
from missione.shared.errors import DifferentRequest
from missione.shared.models import RequestKey


def answer_once(key: uuid.UUID | str, *, digest_of: Mapping[str, Any]) -> str | None:
    """None: go on, the deed is yours. A text: it is done already, and this was the answer."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("answer_once belongs into the transaction of the deed.")
    key, digest = as_key(key), digest_for(digest_of)
    if take_key(key, digest):
        return None
    known = RequestKey.objects.get(key=key)
    if known.digest != digest:
        raise DifferentRequest
    return known.answer


def remember_answer(key: uuid.UUID | str, answer: Any) -> None:
    """What the same form will be told when it comes again: the key of the row, or a sentence."""
    RequestKey.objects.filter(key=as_key(key)).update(answer=str(answer))


def take_key(key: uuid.UUID, digest: str) -> bool:
    """True for the first; the second waits here until the first has committed (False) or given up (True)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_requestkey (key, digest, answer, created_at) VALUES (%s, %s, '', %s) ON CONFLICT DO NOTHING",
            [key, digest, clock.now()],
        )
        return cursor.rowcount == 1


def as_key(key: uuid.UUID | str) -> uuid.UUID:
    try:
        return key if isinstance(key, uuid.UUID) else uuid.UUID(str(key))
    except ValueError:
        raise DifferentRequest from None


def digest_for(body: Mapping[str, Any]) -> str:
    """Equal for equal bodies, in whatever order the fields came."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()

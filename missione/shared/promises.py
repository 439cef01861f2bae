"""What the outbox promises."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from missione.shared import clock
from missione.shared.invariants import promise
from missione.shared.models import Letter

GRACE = timedelta(minutes=10)
State = Letter.State


@promise
def nothing_stays_in_hand_over() -> Iterator[str]:
    """Whose deliverer died is taken up again within ten minutes."""
    for letter in Letter.objects.filter(state=State.HANDING_OVER, leased_until__lt=clock.now() - GRACE):
        yield f"letter {letter.pk} ({letter.kind}) is in hand-over since before {letter.leased_until:%Y-%m-%d %H:%M} UTC"


@promise
def nothing_left_after_its_time() -> Iterator[str]:
    """A letter that may not go after a moment did not."""
    for letter in Letter.objects.filter(state=State.SENT, sent_at__gt=F("not_after") + GRACE):
        yield f"letter {letter.pk} ({letter.kind}) was sent after {letter.not_after:%Y-%m-%d %H:%M} UTC"


@promise
def cancellations_are_not_overtaken() -> Iterator[str]:
    """Of the letters about one calendar entry of one person none was sent after one with a higher sequence."""
    earlier = Letter.objects.filter(
        calendar_uid=OuterRef("calendar_uid"),
        recipient=OuterRef("recipient"),
        calendar_sequence__gt=OuterRef("calendar_sequence"),
        state=State.SENT,
        sent_at__lt=OuterRef("sent_at"),
    ).exclude(calendar_uid="")
    for letter in Letter.objects.exclude(calendar_uid="").filter(Exists(earlier), state=State.SENT):
        yield f"letter {letter.pk} ({letter.calendar_method} {letter.calendar_sequence}) was sent after a newer one"


@promise
def letters_under_way_say_something() -> Iterator[str]:
    """What waits to be sent has a text, a recipient and a Message-ID."""
    under_way = Letter.objects.filter(state__in=[State.WAITING, State.HANDING_OVER, State.HELD])
    for letter in under_way.filter(Q(text="") | Q(recipient="") | Q(message_id="")):
        yield f"letter {letter.pk} ({letter.kind}) is {letter.state} and empty"


@promise
def bulk_letters_can_be_ended() -> Iterator[str]:
    """A letter to many carries the address that ends it."""
    for letter in Letter.objects.filter(is_bulk=True).exclude(text="").exclude(headers__has_key="List-Unsubscribe"):
        yield f"letter {letter.pk} ({letter.kind}) has no List-Unsubscribe"

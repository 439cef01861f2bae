"""A portal that looks used. Loaded by manage.py load_sample, never in production."""

from datetime import timedelta

from django.db.models import F

from missione.shared.models import Letter
from seminars.models import Booking
from seminars.sample import offers, year
from teams import sample as people

HANDED_OVER_AFTER = timedelta(seconds=20)
NO_MAILBOX = "550 5.1.1 Empfänger unbekannt"


def load() -> bool:
    """False: it is there already."""
    if Booking.objects.exists():
        return False
    before = set(Letter.objects.values_list("pk", flat=True))
    offers.load()
    year.load()
    letters = Letter.objects.exclude(pk__in=before)
    _deliver(letters)
    return True


def _deliver(letters) -> None:
    """All letters are sent, one came back. The member's newest three still wait, so that the first minute shows them leaving."""
    newest = letters.filter(recipient=people.MEMBER.email).order_by("-pk")[:3]
    sent = letters.exclude(pk__in=list(newest.values_list("pk", flat=True)))
    sent.update(state=Letter.State.SENT, attempts=1, sent_at=F("created_at") + HANDED_OVER_AFTER)
    returned = sent.exclude(recipient__in=[role.email for role in people.CAST]).order_by("-pk")[5]
    Letter.objects.filter(pk=returned.pk).update(state=Letter.State.FAILED, sent_at=None, last_error=NO_MAILBOX)

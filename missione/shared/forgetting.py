"""What the portal keeps no longer than it needs to."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet

from missione.shared import clock
from missione.shared.models import Letter, RequestKey

KEYS_LAST = timedelta(days=30)
LETTERS_LAST = timedelta(days=180)
AT_ONCE = 1000  # short transactions, so that nobody waits for the broom

UNDER_WAY = [Letter.State.WAITING, Letter.State.HANDING_OVER, Letter.State.HELD]


def forget_old_keys() -> int:
    return in_batches(RequestKey.objects.filter(created_at__lt=clock.now() - KEYS_LAST), _delete)


def forget_old_letters() -> int:
    """What was said is emptied; that a letter went to somebody, when, and how it ended, stays."""
    old = Letter.objects.filter(created_at__lt=clock.now() - LETTERS_LAST).exclude(text="").exclude(state__in=UNDER_WAY)
    return in_batches(old, lambda some: some.update(subject="", text="", html="", headers={}, calendar_content=""))


def forget_old_records() -> int:
    """That somebody got a letter, and who changed what in the administration: as long as the names on bookings."""
    before = clock.months_ago(settings.PERSONAL_DATA_MONTHS)
    letters = Letter.objects.filter(created_at__lt=before).exclude(state__in=UNDER_WAY)
    return in_batches(letters, _delete) + in_batches(LogEntry.objects.filter(action_time__lt=before), _delete)


def in_batches(rows: QuerySet, forget: Callable[[QuerySet], int]) -> int:
    """Until none of the rows is left: what is forgotten must no longer be asked for. Returns how many."""
    count = 0
    while keys := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        count += forget(rows.model.objects.filter(pk__in=keys))
    return count


def _delete(rows: QuerySet) -> int:
    return rows.delete()[0]


def forget_old_sessions() -> None:
    """Sessions that ran out: nobody is logged in by them any more."""
    SessionStore.clear_expired()

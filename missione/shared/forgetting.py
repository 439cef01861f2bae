"""What the portal keeps no longer than it needs to."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore

from missione.shared import clock
from missione.shared.models import Letter, RequestKey

KEYS_LAST = timedelta(days=30)
LETTERS_LAST = timedelta(days=180)
AT_ONCE = 1000  # short transactions, so that nobody waits for the broom

UNDER_WAY = [Letter.State.WAITING, Letter.State.HANDING_OVER, Letter.State.HELD]


def forget_old_keys() -> int:
    old = RequestKey.objects.filter(created_at__lt=clock.now() - KEYS_LAST)
    count = 0
    while keys := list(old.values_list("key", flat=True)[:AT_ONCE]):
        count += RequestKey.objects.filter(key__in=keys).delete()[0]
    return count


def forget_old_letters() -> int:
    """What was said is emptied; that a letter went to somebody, when, and how it ended, stays."""
    old = Letter.objects.filter(created_at__lt=clock.now() - LETTERS_LAST).exclude(text="").exclude(state__in=UNDER_WAY)
    count = 0
    while ids := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        count += Letter.objects.filter(pk__in=ids).update(subject="", text="", html="", headers={}, calendar_content="")
    return count


def forget_old_sessions() -> None:
    """Sessions that ran out: nobody is logged in by them any more."""
    SessionStore.clear_expired()

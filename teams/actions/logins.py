"""Where somebody is logged in, and ending that."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from missione.shared import clock
from teams.models import Login, Person

A_DAY = timedelta(days=1)


def logins_of(person: Person) -> list[Login]:
    """Those that still open the door; the others are forgotten."""
    rows = list(person.logins.all())
    keys = [row.session_key for row in rows]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True))
    person.logins.exclude(session_key__in=alive).delete()
    return [row for row in rows if row.session_key in alive]


def end_login(person: Person, login: UUID) -> bool:
    return _end(person.logins.filter(pk=login)) > 0


def end_other_logins(person: Person, *, keep: str | None) -> int:
    """All but the one of this session key."""
    return _end(person.logins.exclude(session_key=keep))


def forget_old_logins() -> int:
    """Nobody was there for as long as a session lasts."""
    return _end(Login.objects.filter(seen_at__lt=clock.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE) - A_DAY))


def _end(rows: QuerySet[Login]) -> int:
    rows = list(rows)
    for row in rows:
        SessionStore(row.session_key).delete()
    return Login.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]

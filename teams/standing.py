"""How an account stands: in use, or nobody's for long."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from missione.shared import clock
from teams.models import Person
from teams.signals import last_use_asked

ANNOUNCED_BEFORE = timedelta(days=60)  # longer than any holiday
CONFIRMED_WITHIN = timedelta(days=30)


def quiet_accounts(since: datetime) -> QuerySet[Person]:
    """Nobody has logged in since then, and no browser that was logged in has come back. Others may still have had use of them."""
    no_login = Q(last_login=None) | Q(last_login__lt=since)
    quiet = Person.objects.filter(no_login, joined_at__lt=since, deleted_at=None)
    return quiet.exclude(logins__seen_at__gte=since).order_by("pk")


def to_be_announced() -> QuerySet[Person]:
    """Quiet for so long that the owner is told now."""
    return quiet_accounts(clock.months_ago(settings.UNUSED_ACCOUNT_MONTHS) + ANNOUNCED_BEFORE).filter(deletion_announced_at=None)


def last_use(person: Person) -> datetime:
    """Of the person, or of somebody for the person; a seat ahead is a use to come."""
    own = [person.joined_at, person.last_login, *person.logins.values_list("seen_at", flat=True)]
    others = [moment for _, moment in last_use_asked.send(sender=Person, person=person)]
    return max(filter(None, [*own, *others]))


def is_unused(person: Person, grace: timedelta = timedelta(0)) -> bool:
    return last_use(person) + grace < clock.months_ago(settings.UNUSED_ACCOUNT_MONTHS) + ANNOUNCED_BEFORE


def never_confirmed() -> QuerySet[Person]:
    """Somebody typed the address into the sign-up form, and nobody has ever opened the link. Staff's entries have no password."""
    old = Person.objects.filter(joined_at__lt=clock.now() - CONFIRMED_WITHIN, last_login=None, deleted_at=None, memberships=None)
    return old.filter(emailaddress__verified=False).exclude(emailaddress__verified=True).exclude(password__startswith="!")

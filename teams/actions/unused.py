"""Accounts that nobody uses: their owners are told, have two months to log in, and then they are deleted like any other."""

from django.db import transaction
from django.db.models import ProtectedError

from missione.shared import clock
from missione.shared.due import one_by_one
from teams import own_mails as mails
from teams.actions.deleting import become_nobody, forget_letters_to, locked_with_teams, what_stands_in_the_way
from teams.models import Person
from teams.standing import ANNOUNCED_BEFORE, is_unused, last_use, never_confirmed, to_be_announced


def announce_deletions() -> int:
    """Returns how many owners were told."""
    return one_by_one(_announce, to_be_announced().values_list("pk"))


@transaction.atomic
def _announce(pk: int) -> bool:
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    if person.deleted_at or person.deletion_announced_at or not is_unused(person):
        return False
    person.deletion_announced_at = clock.now()
    person.save(update_fields=["deletion_announced_at"])
    mails.deletion_announced(person, since=last_use(person), on=person.deletion_announced_at + ANNOUNCED_BEFORE)
    return True


def settle_announced() -> int:
    """Who came back keeps the account; who did not is gone, unless others rely on the person. Returns how many are gone."""
    announced = Person.objects.filter(deletion_announced_at__isnull=False, deleted_at=None)
    return one_by_one(_settle, announced.order_by("pk").values_list("pk"))


@transaction.atomic
def _settle(pk: int) -> bool:
    """Under the locks of every deletion: somebody may log in this very moment."""
    person, teams = locked_with_teams(Person.objects.get(pk=pk))
    if person.deleted_at:
        return False
    if last_use(person) > person.deletion_announced_at:
        person.deletion_announced_at = None
        person.save(update_fields=["deletion_announced_at"])
        return False
    if person.deletion_announced_at > clock.now() - ANNOUNCED_BEFORE or what_stands_in_the_way(person):
        return False
    address, name = person.email, person.name
    become_nobody(person, teams)
    mails.unused_account_deleted(to=address, name=name, key=str(person.pk))
    return True


def forget_unconfirmed() -> int:
    """Who never opened the link of the first letter never had an account; the address may not even be theirs."""
    return one_by_one(_forget_unconfirmed, never_confirmed().values_list("pk"))


@transaction.atomic
def _forget_unconfirmed(pk: int) -> bool:
    person = never_confirmed().select_for_update(of=("self",)).filter(pk=pk).first()
    if not person:
        return False
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:  # entered into something by others: from then on an account like any other
        return False
    forget_letters_to(person.email)
    return True

"""What staff do for somebody whose telephone is gone, and the codes on paper, too."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from teams import own_mails as mails
from teams.actions.logins import end_other_logins
from teams.models import Person


@transaction.atomic
def take_second_factor_off(*, person: Person) -> bool:
    """The password alone opens the account again, and the person is told. Nobody stays logged in. Twice is once."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        return False
    end_other_logins(person, keep=None)
    mails.second_factor_taken_off(person)
    return True

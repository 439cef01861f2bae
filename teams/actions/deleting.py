"""An account is deleted. What others rely on is settled first, seats become free, teams are left; what stays has no name.

The row stays, because past bookings count: it is nobody's from then on.
"""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Func, Q, QuerySet, Value

from missione.shared import clock
from missione.shared.models import Letter
from teams import own_mails as mails
from teams.actions.belonging import leave_agency
from teams.actions.ending import open_obligations
from teams.actions.logins import end_other_logins
from teams.actions.members import leave_team
from teams.actions.registering import withdraw_registration
from teams.actions.steps import locked_team
from teams.choices import UNDECIDED, Answer
from teams.errors import ChangedMeanwhile, ClarifyFirst
from teams.models import Agency, Invitation, JoinRequest, Person, Team, TeamDraft
from teams.models.own import private_files
from teams.signals import obligations_of_person_asked, person_leaving

FIRST_NAME, LAST_NAME = "Gelöschtes", "Konto"
UNDER_WAY = [Letter.State.WAITING, Letter.State.HANDING_OVER, Letter.State.HELD]


def what_stands_in_the_way(person: Person) -> list[str]:
    """German sentences, each saying what to do first."""
    own = [sentence for team in _teams_of(person) for sentence in _of_one_team(team, person)]
    answers = obligations_of_person_asked.send(sender=Person, person=person)
    return [*own, *_of_the_house(person), *(sentence for _, sentences in answers for sentence in sentences or ())]


def _of_one_team(team: Team, person: Person) -> list[str]:
    leads = team.is_alive and team.memberships.leads().of(person).exists()
    if leads and team.memberships.exclude(person=person).exists():
        return [f"Sie leiten das Team „{team}“. Übergeben Sie zuerst die Leitung, oder beenden Sie das Team."]
    return open_obligations(team=team, person=person) if leads else []


def _of_the_house(person: Person) -> list[str]:
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        return ["Nur dieses Konto hat noch alle Rechte. Geben Sie sie zuerst jemand anderem."]
    return []


@transaction.atomic
def delete_account(*, person: Person) -> Person:
    """Twice is once. By the person, or by staff at the person's wish."""
    person, teams = locked_with_teams(person)
    if person.deleted_at:
        return person
    if obstacles := what_stands_in_the_way(person):
        raise ClarifyFirst(obstacles)
    address, name = person.email, person.name
    become_nobody(person, teams)
    mails.account_deleted(to=address, name=name, key=str(person.pk))
    return person


def become_nobody(person: Person, teams: list[Team]) -> None:
    """Everything goes but the row without a name. The person and the teams are locked, and nothing stands in the way."""
    person_leaving.send(sender=Person, person=person)
    for team in teams:
        _part_with(team, person)
    leave_agency(person=person)
    _forget_what_others_hold(person)
    _forget_what_opens_doors(person)
    _take_the_name_off(person)


def locked_with_teams(person: Person) -> tuple[Person, list[Team]]:
    """Authorities, teams, the person: what was read before the locks must still be so after them."""
    agency, before = person.agency_id, [team.pk for team in _teams_of(person)]
    list(Agency.objects.locked().filter(pk=agency).values_list("pk"))
    teams = [locked_team(pk) for pk in before]
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if person.agency_id != agency or [team.pk for team in _teams_of(person)] != before:
        raise ChangedMeanwhile("Inzwischen hat sich etwas geändert. Bitte versuchen Sie es noch einmal.")
    return person, teams


def _teams_of(person: Person) -> QuerySet[Team]:
    """Ascending. A registration that is looked at is the person's, too; to an open wish somebody may say yes."""
    theirs = Q(memberships__person=person) | Q(registered_by=person, state__in=UNDECIDED)
    theirs |= Q(join_requests__person=person, join_requests__state=Answer.OPEN)
    return Team.objects.filter(theirs).select_related("agency").order_by("pk").distinct()


def _part_with(team: Team, person: Person) -> None:
    if team.is_undecided and team.registered_by_id == person.pk:
        withdraw_registration(team=team, person=person)
    else:
        leave_team(team=team, person=person)


def _forget_what_others_hold(person: Person) -> None:
    """Where the name or the address stands in the rows of others."""
    wishes = JoinRequest.objects.filter(person=person)
    wishes.filter(state=Answer.OPEN).update(state=Answer.WITHDRAWN, answered_at=clock.now())
    wishes.update(message="")
    open_ones = Invitation.objects.filter(email__iexact=person.email, state=Answer.OPEN)
    open_ones.update(state=Answer.WITHDRAWN, answered_at=clock.now())
    Invitation.objects.filter(email__iexact=person.email).update(email=_no_address())
    for holder in (Team, TeamDraft):
        invited = Func(F("colleagues"), Value(person.email.lower()), function="array_remove")
        holder.objects.filter(colleagues__contains=[person.email.lower()]).update(colleagues=invited)
    told = {"content_type": ContentType.objects.get_for_model(Person), "object_id": str(person.pk)}
    LogEntry.objects.filter(**told).update(object_repr=f"{FIRST_NAME} {LAST_NAME}")
    forget_letters_to(person.email)


def forget_letters_to(address: str) -> None:
    """That they were sent stays, and not to whom."""
    done = Letter.objects.filter(recipient__iexact=address).exclude(state__in=UNDER_WAY)
    done.update(recipient=_no_address(), subject="", text="", html="", headers={}, calendar_content="")


def _forget_what_opens_doors(person: Person) -> None:
    """And what the person alone could see."""
    end_other_logins(person, keep=None)
    for export in person.exports.exclude(file=""):
        transaction.on_commit(lambda name=export.file.name: private_files().delete(name))
    person.exports.all().delete()
    for model in (Authenticator, EmailAddress, SocialAccount):
        model.objects.filter(user=person).delete()
    TeamDraft.objects.filter(person=person).delete()


def _take_the_name_off(person: Person) -> None:
    person.first_name, person.last_name, person.email = FIRST_NAME, LAST_NAME, _no_address()
    person.unit, person.needs, person.last_login = "", [], None
    person.is_active = person.is_staff = person.is_superuser = False
    person.wants_reminders = person.wants_team_letters = person.wants_news = False
    person.deleted_at, person.deletion_announced_at = clock.now(), None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def _no_address() -> str:
    return f"deleted-{secrets.token_hex(8)}@invalid"

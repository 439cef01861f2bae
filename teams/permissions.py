"""The mays: they ask who; whether it can still be done, the action asks."""

from teams.models import Invitation, Membership, Team


def can_keep_authorities(person) -> bool:
    return person.is_active and person.is_staff


def can_decide_teams(person) -> bool:
    return person.is_active and person.is_staff


def can_lead(person, team: Team) -> bool:
    """Invite, answer who wants to join, change what the team says of itself: its lead, once staff have let the team in."""
    return team.is_let_in and person.is_active and Membership.objects.of(person).leads().filter(team=team).exists()


def can_work_in(person, team: Team) -> bool:
    """What every member does: enter local actions, see what is planned."""
    return team.is_let_in and person.is_active and Membership.objects.of(person).filter(team=team).exists()


def can_answer_invitation(person, invitation: Invitation) -> bool:
    """Whose address it went to, and who has confirmed it: staff may have changed it meanwhile."""
    if not person.is_authenticated or not person.is_active or person.email.lower() != invitation.email.lower():
        return False
    return not person.emailaddress_set.filter(email__iexact=person.email, verified=False).exists()

"""The letters about who belongs to a team. Each is called by the action, inside its transaction, after the rows are saved."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.urls import reverse

from missione.shared import clock
from missione.shared.letters import name_kinds, one_line, post_letter
from missione.shared.models import Letter
from teams.models import Agency, Handover, Invitation, JoinRequest, Membership, Person, Team, TeamChange

WHO_LEADS = "die Teamleitung"  # where a person has no name any more

# The first begins with "account": it carries a key, and staff shall not read it.
name_kinds(
    {
        "account_invitation": "Team: Einladung",
        "handover_asked": "Team: Leitung angeboten",
        "handover_declined": "Team: Leitung nicht angenommen",
        "join_accepted": "Team: Beitritt angenommen",
        "join_asked": "Team: Beitritt angefragt",
        "join_declined": "Team: Beitritt abgelehnt",
        "lead_handed_over": "Team: Leitung übergeben",
        "member_joined": "Team: neues Mitglied",
        "member_left": "Team: Mitglied gegangen",
        "member_removed": "Team: Mitglied entfernt",
        "team_ended": "Team: beendet",
        "team_moved": "Team: andere Dienststelle",
        "team_rests": "Team: ruht",
        "team_wakes": "Team: macht weiter",
    }
)


def invitation(invitation: Invitation, key: str) -> None:
    """The only place where the key stands. A letter sent before is not sent any more: its key is dead."""
    take_back(invitation)
    _post(
        invitation.team,
        "invitation",
        kind="account_invitation",
        key=f"{_trunk(invitation)}{invitation.letters}",
        to=invitation.email,
        not_after=invitation.expires_at,
        invited_by=_name(invitation.invited_by),
        invitation=invitation,
        address=_at("teams:invitation", key),
    )


def take_back(invitation: Invitation) -> None:
    waiting = Letter.objects.filter(key__startswith=_trunk(invitation), state=Letter.State.WAITING)
    waiting.update(state=Letter.State.CANCELLED, leased_by=None, leased_until=None)


def invitations_since(team: Team, moment) -> int:
    """How many letters went out for this team."""
    return Letter.objects.filter(key__startswith=f"team:{team.pk}:invitation:", created_at__gt=moment).count()


def member_joined(member: Membership, lead: Person) -> None:
    """Who was invited has come."""
    _to_who_wants(member.team, "member_joined", lead, str(member.reference), joined=_name(member.person))


def join_asked(wish: JoinRequest, lead: Person) -> None:
    _to_who_wants(wish.team, "join_asked", lead, f"wish:{wish.pk}", wish=wish, asking=_name(wish.person))


def join_accepted(wish: JoinRequest) -> None:
    _to_person(wish.team, "join_accepted", wish.person, f"wish:{wish.pk}")


def join_declined(wish: JoinRequest) -> None:
    _to_person(wish.team, "join_declined", wish.person, f"wish:{wish.pk}", wish=wish)


def handover_asked(handover: Handover, lead: Membership | None) -> None:
    asking = _name(lead.person if lead else None)
    _to_person(handover.team, "handover_asked", handover.to.person, f"handover:{handover.pk}", asking=asking)


def handover_declined(handover: Handover, lead: Membership) -> None:
    _to_person(handover.team, "handover_declined", lead.person, f"handover:{handover.pk}", asked=_name(handover.to.person))


def lead_handed_over(lead: Membership, *, before: Person | None, version: str) -> None:
    """To both."""
    for person in filter(None, (lead.person, before)):
        leads = person == lead.person
        _to_person(lead.team, "lead_handed_over", person, f"{version}:{person.pk}", now=_name(lead.person), leads=leads)


def member_left(team: Team, member: Membership, lead: Person) -> None:
    left, version = _name(member.person), str(member.reference)
    _to_who_wants(team, "member_left", lead, version, left=left, was_contact=member.is_contact)


def member_removed(team: Team, member: Membership) -> None:
    _to_person(team, "member_removed", member.person, str(member.reference))


def team_ended(team: Team, members: Iterable[Person], note: str) -> None:
    for person in members:
        _to_person(team, "team_ended", person, str(person.pk), note=note)


def team_rests(team: Team, members: Iterable[Person], note: str) -> None:
    _to_all(team, "team_rests", members, note)


def team_wakes(team: Team, members: Iterable[Person], note: str) -> None:
    _to_all(team, "team_wakes", members, note)


def team_moved(team: Team, step: TeamChange, *, before: Agency, along: Collection[int], note: str) -> None:
    """To everybody: for those who go along the own profile has changed, too."""
    for member in team.memberships.select_related("person").filter(person__is_active=True):
        person = member.person
        facts = {"before": one_line(str(before)), "goes_along": person.pk in along, "agency_url": _at("account_agency")}
        _to_person(team, "team_moved", person, f"{step.pk}:{person.pk}", note=note, **facts)


def _to_all(team: Team, letter: str, members: Iterable[Person], note: str) -> None:
    """May happen more than once in a team's life."""
    for person in members:
        _to_who_wants(team, letter, person, f"{clock.now():%Y%m%d%H%M%S}:{person.pk}", note=note)


def _to_who_wants(team: Team, letter: str, person: Person, version: str, **context) -> None:
    """News of the team, which a person may do without. What concerns the person always comes."""
    if person.wants_team_letters:
        _to_person(team, letter, person, version, **context)


def _to_person(team: Team, letter: str, person: Person, version: str, **context) -> None:
    _post(
        team,
        letter,
        kind=letter,
        key=f"team:{team.pk}:{letter}:{version}",
        to=person.email,
        person=_name(person),
        **context,
    )


def _post(team: Team, letter: str, *, kind: str, key: str, to: str, not_after=None, **context) -> None:
    title, agency = one_line(str(team)), one_line(str(team.agency))
    facts = {
        "title": title,
        "agency": agency,
        "site": one_line(team.site),
        "team": f"„{title}“ ({agency})" if team.name else f"„{title}“",
        "team_url": settings.SITE_URL + team.get_absolute_url(),
        "members_url": _at("teams:members", team.slug),
        "handover_url": _at("teams:handover", team.slug),
        "join_url": _at("teams:join"),
        "portal_url": f"{settings.SITE_URL}/",
    }
    template = f"teams/mail/{letter}"
    post_letter(key=key, to=to, template=template, context={**facts, **context}, kind=kind, not_after=not_after)


def _at(name: str, *parts: str) -> str:
    return settings.SITE_URL + reverse(name, args=parts)


def _trunk(invitation: Invitation) -> str:
    return f"team:{invitation.team_id}:invitation:{invitation.pk}:"


def _name(person: Person | None) -> str:
    """On one line, or a name could write paragraphs of its own into a letter."""
    return one_line(str(person)) if person and not person.deleted_at else WHO_LEADS

"""Staff put a team under another authority: registered at the wrong one, or its people sit elsewhere now. Locks go: both
authorities, the team, what the apps above carry along, people."""

from django.db import transaction

from teams import belonging_mails as mails
from teams.actions.belonging import drop_if_unused
from teams.actions.registering import refuse_a_taken_building
from teams.actions.steps import locked_team, note
from teams.errors import AgencyGone, AlreadyThere, NotNow
from teams.facts import who_goes_along
from teams.models import Agency, Person, Team
from teams.signals import team_moved


@transaction.atomic
def move_team(*, team: Team, to: Agency, site: str, by: Person, words: str = "") -> Team:
    """Members who work at the old authority go along; all are told."""
    before, to, team = _held(team, to)
    refuse_a_taken_building(to, site, but=team)
    along = list(who_goes_along(team).values_list("pk", flat=True))
    team.agency, team.site = to, site
    team.save(update_fields=["agency", "site", "changed_at"])
    step = note(team, f"Von „{before}“ zu „{to}“ gezogen.", by=by)
    team_moved.send(sender=Team, team=team, before=before)
    _take_along(along, to)
    mails.team_moved(team, step, before=before, along=along, note=words)
    drop_if_unused(before)
    return team


def _held(team: Team, to: Agency) -> tuple[Agency, Agency, Team]:
    """Both authorities, then the team as it stands: it may have been moved while we waited, by a merge or by somebody else."""
    before = Team.objects.values_list("agency", flat=True).get(pk=team.pk)
    rows = {row.pk: row for row in Agency.objects.locked().filter(pk__in={before, to.pk})}
    team = locked_team(team.pk)
    if team.agency_id != before or not team.is_alive:
        raise NotNow
    if to.pk == before:
        raise AlreadyThere
    if to.pk not in rows or not rows[to.pk].is_active or not rows[to.pk].is_confirmed:
        raise AgencyGone
    return rows[before], rows[to.pk], team


def _take_along(people: list[int], to: Agency) -> None:
    """None of them can go elsewhere meanwhile: who does needs the old authority, which is held."""
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    Person.objects.filter(pk__in=people, deleted_at=None).update(agency=to)

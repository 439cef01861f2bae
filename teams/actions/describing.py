"""What a team is called and where it sits: said by its lead, or mended by staff. Locks go: the authority, the team."""

from django.db import transaction

from teams.actions.registering import refuse_a_taken_building
from teams.actions.steps import locked_team, note
from teams.errors import NotNow, TeamClosed, TeamThereAlready
from teams.models import Agency, Team


@transaction.atomic
def describe_team(*, team: Team, name: str, site: str) -> Team:
    """By the lead. Of a team in the same building only that it is there is told: it may be one that nobody has looked at yet."""
    agency, team = _held(team)
    if not team.is_let_in:
        raise TeamClosed
    if Team.objects.alive().in_building(agency, site).exclude(pk=team.pk).exists():
        raise TeamThereAlready(
            "Für dieses Gebäude gibt es schon ein Team. Beschreiben Sie Ihres genauer, oder fragen Sie das Kampagnenteam."
        )
    if (team.name, team.site) != (name, site):
        _say(team, name, site)
        note(team, "Name oder Gebäude wurde geändert.")
    return team


@transaction.atomic
def change_team(*, team: Team, name: str, site: str) -> Team:
    """Staff mend what was typed. One team for each building, as ever."""
    agency, team = _held(team)
    if team.is_alive:
        refuse_a_taken_building(agency, site, but=team)
    _say(team, name, site)
    return team


def _held(team: Team) -> tuple[Agency, Team]:
    agency = Agency.objects.locked().get(pk=team.agency_id)
    team = locked_team(team.pk)
    if team.agency_id != agency.pk:
        raise NotNow  # moved meanwhile, or carried along by a merge
    return agency, team


def _say(team: Team, name: str, site: str) -> None:
    team.name, team.site = name, site
    team.save(update_fields=["name", "site", "changed_at"])

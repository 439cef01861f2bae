"""What staff do with authorities. Every such deed locks all of them first, in the order of their keys: such deeds are rare and
short, and none can meet another halfway, neither in the tree nor in a merge."""

from django.db import transaction

from missione.shared import clock
from teams.errors import AlreadyMerged, NotConfirmable, SameAgency, TreeTurnsRound
from teams.facts import in_the_same_building
from teams.models import Agency, Person, Team, TeamDraft
from teams.models.authorities import MOST_VALUES
from teams.models.teams import LONGEST_SITE
from teams.signals import agencies_merged


@transaction.atomic
def save_agency(*, agency: Agency) -> Agency:
    """A new one, or what staff changed of one: a renamed one is found by its old name, too."""
    lock_all()
    before = Agency.objects.filter(pk=agency.pk).first()
    if before and before.merged_into_id != agency.merged_into_id:
        raise AlreadyMerged
    if agency.pk and agency.parent_id and Agency.objects.is_below(agency.parent_id, agency.pk):
        raise TreeTurnsRound
    if before and before.is_confirmed:
        agency.former_names = [*agency.former_names, *([before.name] if before.name != agency.name else [])][:MOST_VALUES]
    agency.save()
    return agency


@transaction.atomic
def confirm_agency(*, agency: Agency) -> Agency:
    """A free entry is a real authority: from now on everybody finds it."""
    lock_all()
    agency = Agency.objects.get(pk=agency.pk)
    if agency.is_confirmed or not agency.is_active:
        raise NotConfirmable
    agency.is_confirmed = True
    agency.save(update_fields=["is_confirmed", "changed_at"])
    return agency


@transaction.atomic
def merge_agencies(*, survivor: Agency, merged: Agency) -> Agency:
    """Two rows are one authority. People, teams and authorities below follow; the old name leads to the survivor."""
    if survivor.pk == merged.pk:
        raise SameAgency
    lock_all()
    survivor, merged = Agency.objects.get(pk=survivor.pk), Agency.objects.get(pk=merged.pk)
    if not survivor.is_active or not merged.is_active:
        raise AlreadyMerged
    if not survivor.is_confirmed:
        raise NotConfirmable("Eine freie Eingabe kann nicht bleiben. Bestätigen Sie sie zuerst.")
    _carry_along(survivor, merged)
    merged.is_active, merged.merged_into, merged.parent = False, survivor, None
    merged.save()
    _take_over(survivor, merged)
    survivor.save()
    agencies_merged.send(sender=Agency, survivor=survivor, merged=merged)
    return survivor


def lock_all() -> None:
    list(Agency.objects.locked().values_list("pk"))


def _carry_along(survivor: Agency, merged: Agency) -> None:
    """What points at the merged one points at the survivor. Who stood below it is lifted first, or the tree would turn round."""
    if Agency.objects.is_below(survivor.pk, merged.pk):
        survivor.parent_id = merged.parent_id
    merged.children.exclude(pk=survivor.pk).update(parent=survivor)
    merged.merged.update(merged_into=survivor)
    _carry_teams(survivor, merged)
    Person.objects.filter(agency=merged).update(agency=survivor)


def _carry_teams(survivor: Agency, merged: Agency) -> None:
    """Teams before people, as everywhere. Where both have one in the same building, the merged one's says where it comes from."""
    both = list(Team.objects.filter(agency__in=[survivor, merged]).locked())
    taken = {team.site.lower() for team in both if team.is_alive}
    for _, team in in_the_same_building(survivor, merged):
        team.site = _site_apart(team.site, merged.name, taken)
        taken.add(team.site.lower())
        team.save(update_fields=["site", "changed_at"])
    merged.teams.update(agency=survivor, changed_at=clock.now())
    TeamDraft.objects.filter(agency=merged).update(agency=survivor)


def _site_apart(site: str, old_name: str, taken: set[str]) -> str:
    """ "Haus B" of the old Finanzamt becomes "Haus B, Finanzamt Alt"; cut to fit, and with a number if that is taken, too."""
    trunk = f"{site}, {old_name}" if site else old_name
    ends = ["", *(f" ({number})" for number in range(2, len(taken) + 3))]
    apart = (trunk[: LONGEST_SITE - len(end)] + end for end in ends)
    return next(each for each in apart if each.lower() not in taken)


def _take_over(survivor: Agency, merged: Agency) -> None:
    """All names under which either is found, all domains; of the rest only what the survivor does not know."""
    survivor.former_names = [*survivor.former_names, merged.name, *merged.former_names][:MOST_VALUES]
    survivor.abbreviations = [*survivor.abbreviations, *merged.abbreviations][:MOST_VALUES]
    survivor.mail_domains = [*survivor.mail_domains, *merged.mail_domains]
    for name in ("ministry", "city", "headcount"):
        setattr(survivor, name, getattr(survivor, name) or getattr(merged, name))

"""The promises of authorities and teams, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from missione.shared import clock
from missione.shared.invariants import promise
from teams.choices import EXPORT_UNDER_WAY, UNDECIDED, TeamState
from teams.models import Agency, DataExport, LocalAction, MeterReading, Person, Team, TeamChange, TeamDraft
from teams.picture_files import pictures_without_files, stray_files
from teams.standing import is_unused, to_be_announced


@promise
def the_tree_of_authorities_has_no_circle() -> Iterator[str]:
    """Whoever goes up from an authority arrives at one that stands below none."""
    above = dict(Agency.objects.exclude(parent=None).values_list("pk", "parent"))
    for start in above:
        seen, here = {start}, above[start]
        while here in above and here not in seen:
            seen.add(here)
            here = above[here]
        if here == start:
            yield f"agency {start}: stands below itself"


@promise
def merged_authorities_are_left_alone() -> Iterator[str]:
    """A merged authority is inactive, leads to one that is not merged itself, and nobody points at it."""
    for agency in Agency.objects.exclude(merged_into=None).filter(Q(is_active=True) | ~Q(merged_into__merged_into=None)):
        yield f"agency {agency.pk}: merged, but active or merged into a merged one"
    for pk in Person.objects.exclude(agency__merged_into=None).values_list("pk", flat=True):
        yield f"person {pk}: belongs to a merged agency"
    for pk in Agency.objects.exclude(parent__merged_into=None).values_list("pk", flat=True):
        yield f"agency {pk}: stands below a merged agency"
    for pk in Team.objects.exclude(agency__merged_into=None).values_list("pk", flat=True):
        yield f"team {pk}: belongs to a merged agency"
    for pk in TeamDraft.objects.exclude(agency__merged_into=None).values_list("pk", flat=True):
        yield f"draft {pk}: belongs to a merged agency"


@promise
def nobody_lets_a_team_in_but_staff() -> Iterator[str]:
    """Who is let in was approved and has consented; who is not was never approved; nobody approves the own registration."""
    let_in = Team.objects.let_in().filter(Q(approved_at=None) | Q(consented_at=None))
    for pk in let_in.values_list("pk", flat=True):
        yield f"team {pk}: let in without approval or consent"
    outside = Team.objects.filter(state__in=[*UNDECIDED, TeamState.DECLINED]).exclude(approved_at=None)
    for pk in outside.values_list("pk", flat=True):
        yield f"team {pk}: approved at a moment, but not let in"
    by_itself = TeamChange.objects.filter(from_state__in=UNDECIDED, to_state=TeamState.APPROVED, by=F("team__registered_by"))
    for pk in by_itself.filter(by__is_staff=False).values_list("team", flat=True):
        yield f"team {pk}: let in by the person who registered it"


@promise
def teams_stand_where_their_history_says() -> Iterator[str]:
    """The state of a team is the one that its last step led to."""
    newest = TeamChange.objects.filter(team=OuterRef("pk")).order_by("-pk").values("to_state")[:1]
    for team in Team.objects.annotate(told=Subquery(newest)).exclude(told=None).exclude(state=F("told")):
        yield f"team {team.pk}: is {team.state}, its history says {team.told}"


@promise
def a_registration_is_one_persons() -> Iterator[str]:
    """Before it is let in, only the person who registered it belongs to a team; addresses of colleagues wait only so long."""
    for team in Team.objects.undecided().annotate(many=Count("memberships")).filter(many__gt=1):
        yield f"team {team.pk}: undecided, with {team.many} members"
    for pk in Team.objects.exclude(state__in=UNDECIDED).exclude(colleagues=[]).values_list("pk", flat=True):
        yield f"team {pk}: decided, and keeps the addresses of colleagues"


@promise
def pictures_have_their_files() -> Iterator[str]:
    """Each picture has its files, and no file outlives its picture by more than a day."""
    for pk in pictures_without_files():
        yield f"picture {pk}: a file is missing"
    for name in stray_files():
        yield f"file {name}: belongs to no picture"


@promise
def local_actions_belong_to_teams_that_were_let_in() -> Iterator[str]:
    """Only a team that staff let in at some time enters actions."""
    for pk in LocalAction.objects.filter(team__approved_at=None).values_list("pk", flat=True):
        yield f"local action {pk}: its team was never let in"


@promise
def both_phases_of_a_meter_are_of_one_meter() -> Iterator[str]:
    """They bear one name and are of different days."""
    before = MeterReading.objects.filter(phase=MeterReading.Phase.REFERENCE, action=OuterRef("action"), number=OuterRef("number"))
    during = MeterReading.objects.filter(phase=MeterReading.Phase.ACTION)
    for pk in during.filter(Exists(before.exclude(meter=OuterRef("meter")))).values_list("pk", flat=True):
        yield f"meter reading {pk}: named otherwise than its reference"
    same_days = before.filter(from_day__lte=OuterRef("to_day"), to_day__gte=OuterRef("from_day"))
    for pk in during.filter(Exists(same_days)).values_list("pk", flat=True):
        yield f"meter reading {pk}: of the same days as its reference"


@promise
def a_deleted_account_is_nobodys() -> Iterator[str]:
    """It opens nothing, belongs to no team, and has no name."""
    gone = Person.objects.exclude(deleted_at=None)
    for pk in gone.filter(Q(is_active=True) | ~Q(email__endswith="@invalid") | ~Q(agency=None)).values_list("pk", flat=True):
        yield f"person {pk}: deleted, but active, with an address or an authority"
    for name in ("memberships", "emailaddress", "authenticator", "socialaccount", "logins", "exports"):
        for pk in gone.filter(**{f"{name}__isnull": False}).values_list("pk", flat=True).distinct():
            yield f"person {pk}: deleted, and has still {name}"


@promise
def who_is_not_there_for_long_is_told() -> Iterator[str]:
    """Within a day after its time, who has not used the account hears that it will be deleted."""
    for person in to_be_announced():
        if is_unused(person, grace=timedelta(days=1)):
            yield f"person {person.pk}: has not used the account for long, and was not told"


@promise
def files_with_own_data_are_made() -> Iterator[str]:
    """Within an hour after somebody asked there is a file, or a letter that says why not."""
    late = DataExport.objects.filter(state__in=EXPORT_UNDER_WAY, asked_at__lt=clock.now() - timedelta(hours=1))
    for pk in late.values_list("pk", flat=True):
        yield f"export {pk}: asked for more than an hour ago, and not made"

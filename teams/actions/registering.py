"""From "we want to take part" to a registration that staff decide about. Locks go: authorities, teams, people."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from missione.shared import clock
from missione.shared.idempotency import answer_once, remember_answer
from teams import mails
from teams.actions.belonging import choose_agency, propose_agency
from teams.actions.steps import go, locked_team
from teams.choices import UNDECIDED, Role, TeamKind, TeamState
from teams.errors import AgencyGone, BuildingTaken, DraftIncomplete, NothingToSend, NotNow, StillUndecided, TeamThereAlready
from teams.models import Agency, Membership, Person, Team, TeamChange, TeamDraft

DRAFTS_LAST = timedelta(days=90)
STEPS = AGENCY, TEAM, COLLEAGUES, SENDING = (1, 2, 3, 4)


@transaction.atomic
def save_draft(*, person: Person, step: int, **said) -> TeamDraft:
    """What was said on one page. It stays through a closed browser, and the draft remembers how far it is."""
    draft, _ = TeamDraft.objects.select_for_update(no_key=True).get_or_create(person=person)
    for name, value in said.items():
        setattr(draft, name, value)
    draft.reached = max(draft.reached, step)
    draft.save()
    return draft


@transaction.atomic
def settle_draft(*, person: Person, agency: Agency | None = None, entry: str = "") -> TeamDraft:
    """Where the team is: an authority of the list, or a free entry. The person works there, too."""
    chosen = propose_agency(person=person, name=entry) if entry else choose_agency(person=person, agency=agency)
    return save_draft(person=person, step=AGENCY, agency=chosen)


@transaction.atomic
def discard_draft(*, person: Person) -> None:
    TeamDraft.objects.filter(person=person).delete()


@transaction.atomic
def forget_old_drafts() -> int:
    """Those that nobody touched for three months: other people's addresses stand in them."""
    return TeamDraft.objects.filter(changed_at__lt=clock.now() - DRAFTS_LAST).delete()[0]


@transaction.atomic
def register_team(*, person: Person, message: str, request_key: UUID | str) -> Team:
    """The draft is sent, with the person's consent: from now on it is up to staff. The same form again gives the same team."""
    if slug := answer_once(request_key, digest_of={"deed": "register_team", "person": person.pk, "message": message}):
        return Team.objects.get(slug=slug)
    agency, draft = _locked_draft(person)
    _refuse_a_second_one(draft)
    refuse_a_second_team(agency, draft.site)
    team = _founded(draft, message)
    draft.delete()
    mails.team_asked(team)
    mails.team_to_decide(team)
    remember_answer(request_key, team.slug)
    return team


@transaction.atomic
def answer_question(*, team: Team, person: Person, answer: str, request_key: UUID | str) -> None:
    """Back to staff. The same form again is answered once."""
    if answer_once(request_key, digest_of={"deed": "answer_question", "team": team.pk, "person": person.pk, "answer": answer}):
        return
    team = locked_team(team.pk)
    if team.state != TeamState.QUESTION:
        raise NotNow
    mails.team_answered(team, go(team, TeamState.ASKED, by=person, note=answer))
    remember_answer(request_key, team.slug)


@transaction.atomic
def withdraw_registration(*, team: Team, person: Person) -> None:
    """Nobody was let in yet, so nothing is left but the history. Twice is once."""
    team = locked_team(team.pk)
    if team.state == TeamState.ENDED and not team.approved_at:
        return
    if team.state not in UNDECIDED:
        raise NotNow("Ihre Anmeldung ist inzwischen entschieden und kann nicht mehr zurückgezogen werden.")
    go(team, TeamState.ENDED, by=person)
    team.memberships.all().delete()


def refuse_a_second_team(agency: Agency, site: str) -> None:
    """One team for each building. The authority's row is held, so nobody founds another meanwhile."""
    if Team.objects.alive().in_building(agency, site).exists():
        raise TeamThereAlready


def refuse_a_taken_building(agency: Agency, site: str, *, but: Team) -> None:
    """The same, told to staff, who put a team there."""
    if taken := Team.objects.alive().select_related("agency").in_building(agency, site).exclude(pk=but.pk).first():
        raise BuildingTaken(
            f"In diesem Gebäude gibt es schon ein Team: „{taken}“ ({taken.get_state_display()}). "
            "Geben Sie ein anderes Gebäude ein, oder klären Sie mit beiden, ob die zwei Teams zusammengehen."
        )


def _locked_draft(person: Person) -> tuple[Agency, TeamDraft]:
    """The authority, then the person, then the draft as it stands: a merge may have carried it along while we waited."""
    agency_id = TeamDraft.objects.filter(person=person).values_list("agency", flat=True).first()
    agency = Agency.objects.locked().filter(pk=agency_id).first()
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    draft = TeamDraft.objects.select_for_update(no_key=True).filter(person=person).first()
    if not draft:
        raise NothingToSend
    if not draft.agency_id:
        raise DraftIncomplete
    if not agency or agency.pk != draft.agency_id or not agency.is_active:
        raise AgencyGone("Ihre Dienststelle hat sich gerade geändert. Bitte sehen Sie nach und senden Sie noch einmal ab.")
    return agency, draft


def _refuse_a_second_one(draft: TeamDraft) -> None:
    """One question at a time to staff, whatever a person sends."""
    if Team.objects.undecided().filter(registered_by=draft.person_id).exists():
        raise StillUndecided


def _founded(draft: TeamDraft, message: str) -> Team:
    alone = draft.kind == TeamKind.SOLO
    team = Team.objects.create(
        kind=draft.kind,
        name=draft.name,
        site=draft.site,
        agency_id=draft.agency_id,
        message=message,
        colleagues=[] if alone else draft.colleagues,
        registered_by_id=draft.person_id,
    )
    Membership.objects.create(team=team, person_id=draft.person_id, role=Role.LEAD, is_contact=True)
    TeamChange.objects.create(team=team, to_state=TeamState.ASKED, by_id=draft.person_id)
    return team

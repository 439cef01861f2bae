"""Teams in every state: those that were let in over the last year, and what lies on the desk of the campaign team today."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db.models import F

from missione.shared import clock
from missione.shared.models import Letter
from teams.actions import (
    approve_team,
    ask_back,
    decline_team,
    register_team,
    rest_team,
    save_draft,
    settle_draft,
)
from teams.actions.invitations import accept_invitation, invite
from teams.actions.joining import ask_to_join
from teams.choices import TeamKind
from teams.models import Agency, Invitation, Person, Team
from teams.sample.people import AUTHORITIES, LEAD, STAFF, played_by

HANDED_OVER_AFTER = timedelta(seconds=20)


@dataclass(frozen=True)
class Plan:
    """A registration; once it is let in, all colleagues come. `agency` only where it is not the person's own."""

    lead: str
    colleagues: tuple[str, ...] = ()
    name: str = ""
    site: str = ""
    message: str = ""
    agency: str = ""
    days_ago: float = 0
    solo: bool = False


LET_IN = [
    Plan(
        "tobias.brandt",
        ("ayse.demir", "petra.lindner", "mehmet.aydin"),
        name="Energieteam Elberfeld",
        message="Wir möchten im Frühjahr eine Aktionswoche machen und suchen noch ein Thema.",
        days_ago=240,
    ),
    Plan("sabine.rueckert", ("oliver.hense",), days_ago=310),
    Plan("nadine.schuermann", ("frank.beisel", "ines.carvalho", "ralf.dombrowski"), name="LKA spart Watt", days_ago=200),
    Plan("anke.wiesenthal", ("holger.bruening", "sevda.kaya"), name="Klimateam Arnsberg", days_ago=170),
    Plan("carolin.esser", ("amira.haddad",), site="Haus A", days_ago=150),
    Plan("wolfgang.puetz", site="Haus B", days_ago=120),
    Plan("claudia.janssen", ("emre.sahin", "barbara.toelle"), name="Die Stromsparer", days_ago=90),
    Plan("susanne.vossen", message="Wir sind nur zwölf Leute, ich fange allein an.", days_ago=60, solo=True),
]
RESTING = Plan("markus.ehlen", ("phuong.tran",), name="IT spart mit", days_ago=280)
ASKED = [
    Plan("yvonne.pieper", ("dennis.lohmann",), message="Unsere Direktorin unterstützt uns.", days_ago=1.2),
    Plan("torben.wiese", site="Forstamt", agency="wald-und-holz.example", days_ago=0.9),
    Plan("hanna.liebig", ("robert.czaja",), name="Bücher und Watt", days_ago=0.4),  # of the free entry
]
QUESTIONED = Plan("gudrun.averbeck", ("niklas.strunk",), days_ago=4)
DECLINED = Plan("karsten.rohde", name="Solarfreunde", message="Wir sind ein Verein mit 30 Mitgliedern.", days_ago=30, solo=True)
QUESTION = "Gilt die Anmeldung für das ganze Haus oder nur für die Verwaltungsabteilung?"
REASON = "Die Kampagne ist für Beschäftigte in ihrer Dienststelle da. Einen Verein können wir leider nicht aufnehmen."


def load_teams() -> None:
    """Once. Everything goes the way that everybody goes, on the day it is said to have happened."""
    if Team.objects.exists():
        return
    before = set(Letter.objects.values_list("pk", flat=True))
    staff = played_by(STAFF)
    for plan in LET_IN:
        _let_in(plan, staff)
    _rest(_let_in(RESTING, staff), staff)
    for plan in ASKED:
        _register(plan)
    with _days_ago(QUESTIONED.days_ago - 1):
        ask_back(team=_register(QUESTIONED), by=staff, question=QUESTION)
    with _days_ago(DECLINED.days_ago - 1):
        decline_team(team=_register(DECLINED), by=staff, reason=REASON)
    _this_week_in_elberfeld()
    letters = Letter.objects.exclude(pk__in=before)
    letters.update(state=Letter.State.SENT, attempts=1, sent_at=F("created_at") + HANDED_OVER_AFTER)


def _register(plan: Plan) -> Team:
    person = _called(plan.lead)
    agency = Agency.objects.get(name=AUTHORITIES[plan.agency][0]) if plan.agency else person.agency
    emails = [_called(name).email for name in plan.colleagues]
    said = {"name": plan.name, "site": plan.site, "kind": TeamKind.SOLO if plan.solo else TeamKind.TEAM, "colleagues": emails}
    with _days_ago(plan.days_ago):
        settle_draft(person=person, agency=agency)
        save_draft(person=person, step=3, **said)
        return register_team(person=person, message=plan.message, request_key=uuid4())


def _let_in(plan: Plan, staff: Person) -> Team:
    team = _register(plan)
    with _days_ago(plan.days_ago - 1):
        approve_team(team=team, by=staff)
    for days, name in enumerate(plan.colleagues, 2):
        with _days_ago(plan.days_ago - days):
            someone = _called(name)
            accept_invitation(invitation=Invitation.objects.get(team=team, email=someone.email), person=someone)
    return team


def _rest(team: Team, staff: Person) -> None:
    with _days_ago(45):
        rest_team(team=team, by=staff, note="Bis zum Umzug im Frühjahr ruht Ihr Team, wie besprochen.")


def _this_week_in_elberfeld() -> None:
    """The lead of the cast has something to do."""
    lead = played_by(LEAD)
    team = Team.objects.get(registered_by=lead)
    with _days_ago(3):
        invite(team=team, by=lead, emails=[_called("ute.kalkbrenner").email])
    with _days_ago(2):
        ask_to_join(team=team, person=_called("rainer.stobbe"), message="Ich kümmere mich im Haus um die Heizung.")


def _called(name: str) -> Person:
    return Person.objects.select_related("agency").get(email__startswith=f"{name}@")


@contextmanager
def _days_ago(days: float) -> Iterator[None]:
    with clock.moved_to(clock.now() - timedelta(days=days)):
        yield

"""What the teams of the sample do in their buildings: before, today and ahead. All figures are invented."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from missione.shared import clock
from teams.actions.local_actions import cancel_action, change_action, plan_action
from teams.actions.meters import enter_meter
from teams.actions.pictures import add_picture
from teams.models import LocalAction, MeterReading, Person, Team
from teams.querysets.local_actions import today

Kind, Phase = LocalAction.Kind, MeterReading.Phase


@dataclass(frozen=True)
class Plan:
    """`week` counts from this one; `day` and `days` from its Monday."""

    lead: str
    kind: str
    title: str
    week: int
    day: int = 0
    days: int = 1
    time: str = ""
    site: str = ""
    description: str = ""
    reached: int | None = None
    report: str = ""
    is_public: bool = True
    cancelled: str = ""
    # name of the meter, used in the five days two weeks before, used in the five days of the action
    meters: tuple[tuple[str, str, str], ...] = field(default=())
    poster: str = ""


PLANS = [
    Plan(
        "tobias.brandt", Kind.KICKOFF, "Auftakt mit dem Amtsleiter", -28, day=2, time="10 bis 11 Uhr", site="Kantine",
        description="Wir stellen das Team vor und fragen: Was stört Sie am meisten?", reached=95,
        report="Viele Fragen zur Heizung. Die Sammlung hängt jetzt als Ideenbaum im Foyer.",
    ),
    Plan(
        "tobias.brandt", Kind.WEEK, "Aktionswoche „Alles aus?“", -5, days=5, time="täglich 11:30 bis 13 Uhr", site="Foyer",
        description="Rundgänge durch alle Büros, ein Stand im Foyer und jeden Mittag der Verbrauch vom Vortag.", reached=180,
        report="Am meisten wirkte der Aushang mit dem Verbrauch vom Vortag. Nächstes Mal gehen wir zu dritt durch die Büros.",
        meters=(("Hauptzähler Altbau", "1842,5", "1661"), ("Anbau", "412", "398,5")),
        poster="Gezeichnetes Plakat: Die Sonne steht über einer grünen Wiese",
    ),
    Plan(
        "tobias.brandt", Kind.LENDING, "Strommessgeräte zum Ausleihen", 1, days=26, site="Raum 114",
        time="dienstags und donnerstags 12 bis 12:30 Uhr",
        description="Ein Gerät für eine Woche, mit Kurzanleitung. Bitte Ausweis mitbringen.",
    ),
    Plan("tobias.brandt", Kind.BREAKFAST, "Energiefrühstück der Bewertungsstelle", 3, day=3, time="9 Uhr", is_public=False),
    Plan(
        "nadine.schuermann", Kind.DAY, "Aktionstag Beleuchtung", -9, day=1, time="8 bis 15 Uhr", reached=140,
        report="Ehrlich gesagt: Der Verbrauch ist gestiegen, weil in derselben Woche die neue Lüftung in Betrieb ging.",
        meters=(("Labortrakt", "2310", "2398"),),
    ),
    Plan(
        "nadine.schuermann", Kind.ROUNDS, "Bürorundgänge im dritten Stock", 2, days=3, time="vormittags",
        description="Zwei Minuten an jeder Tür, keine Kontrolle: Wir fragen, was im Alltag hilft.",
    ),
    Plan("anke.wiesenthal", Kind.BINGO, "Energie-Bingo", 0, days=12, description="Zehn Aufgaben, zwei Felder zum Selbstfüllen."),
    Plan("claudia.janssen", Kind.TALK, "Lüften im Seminarraum", -7, day=3, time="13 Uhr", reached=34, report="Gut besucht."),
    Plan("claudia.janssen", Kind.STAND, "Infostand zum Semesterbeginn", 4, day=1, time="ab 11 Uhr", site="Eingangshalle"),
    Plan("sabine.rueckert", Kind.EVENING, "Filmabend", 2, day=3, time="16:30 Uhr", cancelled="Der Raum wird anders gebraucht."),
    Plan("carolin.esser", Kind.CONTEST, "Wer löscht die älteste E-Mail?", -3, days=5, reached=210),
    Plan("susanne.vossen", Kind.BREAKFAST, "Frühstück für alle zwölf", 5, day=2, time="8:30 Uhr", site="Teeküche"),
]  # fmt: skip


def load_local_actions() -> None:
    """Once, each on a day before it took place or will."""
    if LocalAction.objects.exists():
        return
    teams = {team.registered_by.email.split("@")[0]: team for team in Team.objects.let_in().select_related("registered_by")}
    for plan in PLANS:
        _plan(plan, teams[plan.lead])


def _plan(plan: Plan, team: Team) -> LocalAction:
    lead = team.registered_by
    first = _monday(plan.week) + timedelta(days=plan.day)
    last = first + timedelta(days=plan.days - 1)
    said = {"kind": plan.kind, "title": plan.title, "starts_on": first, "ends_on": last, "time_text": plan.time}
    said |= {"site": plan.site or team.site, "description": plan.description, "is_public": plan.is_public}
    with clock.moved_to(min(_at_noon(first - timedelta(days=18)), clock.now() - timedelta(days=1))):
        action = plan_action(team=team, by=lead, said=said)
        if plan.cancelled:
            cancel_action(action=action, reason=plan.cancelled)
    if plan.report or plan.reached or plan.meters:
        with clock.moved_to(_at_noon(last + timedelta(days=2))):
            _tell(plan, action, lead)
    return action


def _tell(plan: Plan, action: LocalAction, lead: Person) -> None:
    said = {"reached": plan.reached, "report": plan.report}
    change_action(action=action, said=said, seen_at=action.changed_at)
    for name, before, during in plan.meters:
        start = action.starts_on - timedelta(days=action.starts_on.weekday())
        periods = {
            Phase.REFERENCE: _read(start - timedelta(days=14), before),
            Phase.ACTION: _read(start, during),
        }
        enter_meter(action=action, by=lead, name=name, periods=periods)
    if plan.poster:
        words = {"alt_text": plan.poster, "credit": "Zeichnung: Energieteam Elberfeld", "has_consent": True}
        add_picture(action=action, by=lead, file=_poster(), said=words)


def _read(first: date, used: str) -> dict:
    """Monday to Friday."""
    return {"from_day": first, "to_day": first + timedelta(days=4), "used_kwh": Decimal(used.replace(",", "."))}


def _monday(week: int) -> date:
    return today() - timedelta(days=today().weekday()) + timedelta(weeks=week)


def _at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.BERLIN)


def _poster() -> SimpleUploadedFile:
    """Drawn here, so that no picture needs a licence."""
    poster = Image.new("RGB", (1200, 900), "#cfeaf5")
    brush = ImageDraw.Draw(poster)
    brush.ellipse((820, 90, 1060, 330), fill="#ffcf33")
    brush.ellipse((-300, 520, 900, 1500), fill="#7cc47f")
    brush.ellipse((350, 600, 1700, 1500), fill="#2f8f4e")
    page = io.BytesIO()
    poster.save(page, "PNG")
    return SimpleUploadedFile("plakat.png", page.getvalue())

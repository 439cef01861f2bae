"""Loans in every state, made by the deeds of borrowers and staff with the clock moved: out, late, back, back with a gap."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from operator import itemgetter

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from materials.actions.addresses import confirm_address
from materials.actions.deciding import Decision
from materials.actions.expiring import expire_loans
from materials.actions.handing_on import arrange_hand_on
from materials.actions.lending import hand_out, take_back
from materials.actions.orders import place_order
from materials.actions.protocols import Findings, pictures_kept
from materials.actions.reminding import remind_of_loans
from materials.actions.unit_change import check_unit
from materials.actions.working import approve_order, pack_order
from materials.answers import Delivery, OrderAnswers, Wish
from materials.choices import Condition, LoanState
from materials.models import Article, Loan, Unit
from missione.shared import clock
from teams.models import Person, Team
from teams.sample import STAFF, played_by

BOX, STAND = "strommessgeraete-paket", "infostand"
# who, what, for what, first and last day counted from today, when it came back, what was found then
LOANS = [
    ("anke.wiesenthal", BOX, "Messwochen in der Abteilung 6", -118, -76, -78, Findings()),
    ("tobias.brandt", BOX, "Messgeräte für die Kolleginnen und Kollegen", -95, -41, -38, "one meter missing"),
    ("nadine.schuermann", STAND, "Stand in der Kantine", -33, -30, -28, Findings(note="Sauber eingepackt, danke.")),
    ("claudia.janssen", STAND, "Aktionstag im Foyer", -24, -12, None, None),
    ("ayse.demir", BOX, "Stand-by-Jagd", -50, 5, None, None),
    ("anke.wiesenthal", BOX, "Messwochen, zweite Runde", -20, 40, None, None),
    (
        "susanne.vossen",
        BOX,
        "Messen im Seminarhaus",
        -150,
        -105,
        -99,
        Findings(Condition.LOST, note="Seit dem Umzug nicht mehr da."),
    ),
]
NEVER_FETCHED = ("carolin.esser", BOX, "Messwochen, dann doch nicht", -75, -45)
ORDERED_BEFORE = 10
LATE = (11, 4)  # days ago; on these the campaign team read that the stand is late


def load_loans() -> None:
    """Day by day: nobody gets what somebody else still has."""
    events = [event for loan in LOANS for event in _events_of(*loan)] + _expired(*NEVER_FETCHED)
    for _, deed in sorted(events, key=itemgetter(0)):
        deed()
    _straight_on()
    _pack_what_leaves_next()
    _damaged(Unit.objects.filter(article__slug=BOX).order_by("-number").first())
    _damaged(_reserved_by("nadine.schuermann", STAND).unit)  # the other one is lent, too: nothing is left for her
    for days in (*LATE, 1):
        with _on_day(-days):
            remind_of_loans()


def _events_of(
    name: str, slug: str, purpose: str, first: int, last: int, back: int | None, found
) -> Iterator[tuple[int, Callable]]:
    made: list[Loan] = []
    article = Article.objects.get(slug=slug)
    ordered, leaves = first - ORDERED_BEFORE, first - article.days_before
    yield ordered, lambda: made.append(_order(name, article, purpose, ordered, first, last))
    yield leaves, lambda: _hand_out(made[0], leaves)
    if back is not None:
        yield back, lambda: _take_back(made[0], back, found)


def _order(name: str, article: Article, purpose: str, day: int, first: int, last: int) -> Loan:
    from_day, to_day = (clock.today() + timedelta(days=days) for days in (first, last))
    with _on_day(day):
        person = Person.objects.get(email__startswith=f"{name}@")
        team = Team.objects.of(person).select_related("agency").get()
        wish = Wish(article.pk, 1, from_day, to_day)
        order = place_order(person=person, team=team, wishes=[wish], answers=OrderAnswers(_address(team), purpose))
        confirm_address(order=order, by=played_by(STAFF))
        approve_order(order=order, decisions=_all_of(order), by=played_by(STAFF))
    return Loan.objects.get(line__order=order)


def _hand_out(loan: Loan, day: int) -> None:
    with _on_day(day):
        pack_order(order=loan.line.order, by=played_by(STAFF))
        hand_out(loan=loan, findings=Findings(), by=played_by(STAFF))


def _take_back(loan: Loan, day: int, found: Findings | str) -> None:
    staff = played_by(STAFF)
    with _on_day(day):
        if isinstance(found, Findings):
            take_back(loan=loan, findings=found, by=staff)
            return
        meters = loan.unit.article.parts.get(name="Strommessgerät")
        with pictures_kept([_box_with_a_gap()]) as pictures:
            gap = Findings(counts={meters.pk: 19}, note="Das Fach Nr. 7 war leer.", pictures=pictures)
            take_back(loan=loan, findings=gap, by=staff)


def _expired(name: str, slug: str, purpose: str, first: int, last: int) -> list[tuple[int, Callable]]:
    """Promised, and nobody came for it."""
    article = Article.objects.get(slug=slug)
    ordered, over = first - ORDERED_BEFORE, last + 1

    def expire() -> None:
        with _on_day(over):
            expire_loans()

    return [(ordered, lambda: _order(name, article, purpose, ordered, first, last)), (over, expire)]


def _straight_on() -> None:
    """The stand that is late goes straight to who has it next."""
    staff, taking = played_by(STAFF), _reserved_by("tobias.brandt", STAND)
    giving = Loan.objects.out().get(unit=taking.unit)
    with _on_day(-2):
        approve_order(order=taking.line.order, decisions=_all_of(taking.line.order), by=staff)
        arrange_hand_on(loan=giving, taking=taking, planned_on=taking.from_day, note="Bitte mit Sackkarre.", by=staff)


def _reserved_by(name: str, slug: str) -> Loan:
    reserved = Loan.objects.filter(state=LoanState.RESERVED, line__order__person__email__startswith=f"{name}@")
    return reserved.select_related("unit", "line__order").get(unit__article__slug=slug)


def _pack_what_leaves_next() -> None:
    """The next box that leaves is packed, so that somebody can hand it out."""
    staff = played_by(STAFF)
    reserved = Loan.objects.filter(state=LoanState.RESERVED, unit__article__slug=BOX)
    loan = reserved.order_by("period", "pk").first()
    with _on_day(-1):
        approve_order(order=loan.line.order, decisions=_all_of(loan.line.order), by=staff)
        pack_order(order=loan.line.order, by=staff)


def _damaged(unit: Unit) -> None:
    with _on_day(-1):
        broken = Findings(Condition.DAMAGED, note="Der Deckel ist gerissen, zwei Stecker sind verbogen.")
        check_unit(unit=unit, findings=broken, by=played_by(STAFF))


def _all_of(order) -> dict[int, Decision]:
    return {line.pk: Decision(line.requested) for line in order.lines.all()}


def _address(team: Team) -> Delivery:
    known = team.agency.delivery_addresses.first()
    if known:
        return Delivery(known.recipient, known.extra, known.street, known.postal_code, known.city)
    return Delivery(str(team.agency)[:120], "Poststelle", "Musterstraße 1", "45127", "Essen")


def _box_with_a_gap() -> SimpleUploadedFile:
    """Drawn here, so that no picture needs a licence: twenty places in a box, one of them empty."""
    picture = Image.new("RGB", (800, 640), "#d9d2c5")
    pen = ImageDraw.Draw(picture)
    for place in range(20):
        left, top = 40 + place % 5 * 148, 30 + place // 5 * 148
        pen.rounded_rectangle((left, top, left + 128, top + 128), 14, fill="#6b6459" if place == 6 else "#f7f7f2")
        if place != 6:
            pen.rectangle((left + 34, top + 24, left + 94, top + 54), fill="#9fb7a4")
            pen.ellipse((left + 46, top + 72, left + 82, top + 108), outline="#33413a", width=5)
    page = io.BytesIO()
    picture.save(page, "PNG")
    return SimpleUploadedFile("kiste.png", page.getvalue())


@contextmanager
def _on_day(days: int) -> Iterator[None]:
    """At ten in the morning, so many days from today."""
    with clock.moved_to(datetime.combine(clock.today() + timedelta(days=days), time(10), tzinfo=clock.BERLIN)):
        yield

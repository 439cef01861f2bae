"""Orders of the sample teams and of guests in every state, loans asked for, and one message. All go the way everybody goes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from materials.actions.contact import send_message
from materials.actions.orders import ask_as_guest, confirm_order, place_order
from materials.actions.stock import count_stock
from materials.answers import Delivery, Guest, OrderAnswers, Wish
from materials.choices import Subject
from materials.models import Article, DeliveryAddress, Order
from materials.sample import desk
from materials.sample.articles import GONE
from missione.shared import clock
from teams.models import Person, Team
from teams.sample import STAFF, played_by

HANGERS, BINGO, KOALAS = "tuerklinkenhaenger-alles-aus", "bingokarte-gedruckt", "plakat-koala"
# By the lead's name: where parcels go. Streets are invented.
ADDRESSES = {
    "tobias.brandt": [
        Delivery("Finanzamt Wuppertal-Elberfeld", "Poststelle", "Musterallee 12", "42103", "Wuppertal"),
        Delivery("Finanzamt Wuppertal-Elberfeld", "Nebenstelle, Raum 014", "Beispielweg 3", "42105", "Wuppertal"),
    ],
    "nadine.schuermann": [Delivery("Landeskriminalamt NRW", "Warenannahme", "Musterdamm 49", "40221", "Düsseldorf")],
    "anke.wiesenthal": [Delivery("Bezirksregierung Arnsberg", "Poststelle", "Musterstraße 1", "59821", "Arnsberg")],
    "claudia.janssen": [Delivery("ZfsL Krefeld", "Sekretariat", "Musterplatz 5", "47798", "Krefeld")],
    "carolin.esser": [Delivery("Bezirksregierung Düsseldorf", "Haus A, Pforte", "Musterallee 2", "40474", "Düsseldorf")],
    "sabine.rueckert": [Delivery("Finanzamt Düsseldorf I", "Poststelle", "Musterring 8", "40476", "Düsseldorf")],
    "susanne.vossen": [Delivery("ZfsL Bochum", "Sekretariat", "Musterweg 20", "44787", "Bochum")],
}
TOO_SMALL = "Die Pakete sind für Häuser mit eigenem Infostand. Plakate und Türklinkenhänger schicken wir Ihnen gern."
FEW_CARDS = "Die Karten sind knapp. Der Nachdruck kommt im nächsten Quartal."


@dataclass(frozen=True)
class Plan:
    """An order, so many days ago, needed in so many; and what became of it, each step so many days ago."""

    who: str
    days: float
    purpose: str
    needed: int
    articles: dict[str, int]
    then: tuple[tuple[float, desk.Deed], ...] = ()


# At least one for every way an order can stand.
ORDERS = [
    Plan(
        "nadine.schuermann", 64, "Aktionswoche im ganzen Haus", 21, {KOALAS: 20, HANGERS: 400},
        (
            (63, desk.looked_at), (62, desk.approved()), (60, desk.packed), (59, desk.shipped("JJD000390007891234567")),
            (30, desk.back({HANGERS: 80})), (29, desk.closed),
        ),
    ),
    Plan(
        "susanne.vossen", 40, "Frühstück mit Infotisch", 25, {"give-away-paket-infostand": 3},
        ((38, desk.declined(TOO_SMALL)),),
    ),
    Plan(
        "tobias.brandt", 30, "Aktionstag, verschoben", 40, {KOALAS: 10},
        ((28, desk.taken_back("Der Aktionstag ist auf das Frühjahr verschoben.")),),
    ),
    Plan(
        "anke.wiesenthal", 23, "Bürorundgänge", 30, {HANGERS: 450, "aufkleber-klein": 1000},
        ((22, desk.looked_at), (21, desk.approved()), (19, desk.packed), (18, desk.shipped("JJD000390007894433221"))),
    ),
    Plan(
        "carolin.esser", 15, "Tag der offenen Tür", 25, {KOALAS: 15, BINGO: 160},
        ((14, desk.approved()), (12, desk.packed), (11, desk.shipped("JJD000390007896655443", {KOALAS: 15}))),
    ),
    Plan(
        "claudia.janssen", 10, "Bingo für alle Seminare", 40, {BINGO: 60, "plakat-haengematte": 4},
        ((9, desk.approved()), (1, desk.packed)),
    ),
    Plan(
        "sabine.rueckert", 8, "Kantine und Foyer", 35, {KOALAS: 12, "aufkleber-postkarte": 50},
        ((7, desk.looked_at), (6, desk.approved({"aufkleber-postkarte": (25, FEW_CARDS)}))),
    ),
    Plan("wolfgang.puetz", 6, "Plakate für Haus B", 30, {"plakat-haengematte": 8}, ((5, desk.approved()),)),
    Plan("nadine.schuermann", 4, "Nachschub für das dritte Stockwerk", 40, {"aufkleber-klein": 600}, ((3, desk.looked_at),)),
    Plan("ayse.demir", 2, "Aktionstag", 45, {HANGERS: 180, "give-away-paket-infostand": 1}),
]  # fmt: skip
# Of authorities without a team. The address is confirmed, so staff have something to decide; the first is decided.
GUESTS = [
    (
        Guest("Ralf Kemper", "ralf.kemper@sozialgericht-musterstadt.example", "Sozialgericht Musterstadt"),
        Delivery("Sozialgericht Musterstadt", "Wachtmeisterei", "Gerichtsplatz 4", "44135", "Dortmund"),
        Plan("", 13, "Plakate für die Flure", 30, {KOALAS: 4}, ((12, desk.address_confirmed), (11, desk.approved()))),
    ),
    (
        Guest("Thea Lammers", "thea.lammers@ag-musterstadt.example", "Amtsgericht Musterstadt"),
        Delivery("Amtsgericht Musterstadt", "Geschäftsstelle", "Gerichtsweg 2", "45127", "Essen"),
        Plan("", 1.5, "Wir wollen es erst einmal ausprobieren", 35, {KOALAS: 6}),
    ),
]


def load_orders() -> None:
    """Day by day, so that the ledger of an article reads as it was written."""
    _addresses()
    _out_of_stock()
    pages = [*(page for plan in ORDERS for page in _lived(plan, lambda plan=plan: _ordered(plan)))]
    pages += [page for *guest, plan in GUESTS for page in _lived(plan, lambda guest=guest, plan=plan: _asked(*guest, plan))]
    for days, deed in sorted(pages, key=itemgetter(0), reverse=True):
        with _days_ago(days):
            deed()
    with _days_ago(12):
        _loan("nadine.schuermann", "strommessgeraete-paket", 20, 60)
    with _days_ago(6):
        _loan("claudia.janssen", "strommessgeraete-paket", 25, 80)
        _loan("tobias.brandt", "infostand", 18, 20)
    with _days_ago(5):
        _loan("nadine.schuermann", "infostand", 19, 21)
    with _days_ago(1):
        send_message(
            person=_called("holger.bruening"),
            subject=Subject.COACHING,
            text="Wir planen Bürorundgänge in drei Häusern und wüssten gern, wie andere das im Schichtdienst machen.",
        )


def _lived(plan: Plan, begin: Callable[[], Order]) -> Iterator[tuple[float, Callable[[], object]]]:
    """The moments of one order and what happens then."""
    made: list[Order] = []
    yield plan.days, lambda: made.append(begin())
    for days, deed in plan.then:
        yield days, lambda deed=deed: deed(made[0])


def _addresses() -> None:
    for name, deliveries in ADDRESSES.items():
        agency = _called(name).agency
        DeliveryAddress.objects.bulk_create(DeliveryAddress(agency=agency, **vars(delivery)) for delivery in deliveries)


def _out_of_stock() -> None:
    article = Article.objects.get(slug=GONE)
    staff = played_by(STAFF)
    with _days_ago(40):
        count_stock(article=article, counted=0, expected=article.in_stock, reason="Auf dem Netzwerktreffen verteilt", by=staff)


def _ordered(plan: Plan) -> Order:
    return _order(plan.who, plan.purpose, plan.needed, _wishes(plan))


def _asked(guest: Guest, lines: Delivery, plan: Plan) -> Order:
    order = ask_as_guest(guest=guest, wishes=_wishes(plan), answers=OrderAnswers(lines, plan.purpose, _in(plan.needed)))
    return confirm_order(reference=order.reference)


def _wishes(plan: Plan) -> list[Wish]:
    return [Wish(_key(slug), number) for slug, number in plan.articles.items()]


def _order(name: str, purpose: str, needed: int, wishes: list[Wish]) -> Order:
    person = _called(name)
    team = Team.objects.of(person).select_related("agency").get()
    known = team.agency.delivery_addresses.first()
    lines = Delivery(known.recipient, known.extra, known.street, known.postal_code, known.city)
    return place_order(person=person, team=team, wishes=wishes, answers=OrderAnswers(lines, purpose, _in(needed)))


def _loan(name: str, slug: str, first: int, last: int) -> None:
    day = clock.today()
    _order(name, "Ausleihe", first, [Wish(_key(slug), 1, day + timedelta(days=first), day + timedelta(days=last))])


def _in(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _key(slug: str) -> int:
    return Article.objects.values_list("pk", flat=True).get(slug=slug)


def _called(name: str) -> Person:
    return Person.objects.select_related("agency").get(email__startswith=f"{name}@")


@contextmanager
def _days_ago(days: float) -> Iterator[None]:
    with clock.moved_to(clock.now() - timedelta(days=days)):
        yield

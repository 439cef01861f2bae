"""What waits for the campaign team: the lines above the front page of the administration."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from materials.models import Article, ContactMessage, Document, Loan, Order
from missione.shared.models import Letter
from seminars.models import Booking
from teams.models import Person, Team


class Waiting(NamedTuple):
    """`page` is a list of the administration, `filtered` shows there what was counted; `late`: it should not have come so far."""

    rows: Callable[[Person], QuerySet]
    one: str
    many: str
    page: str
    filtered: str
    late: bool = False


class Line(NamedTuple):
    words: str
    address: str
    late: bool


ALL = (
    Waiting(
        lambda _: Team.objects.asked(),
        "1 Team wartet auf Ihre Entscheidung",
        "{} Teams warten auf Ihre Entscheidung",
        "teams_team",
        "stand=offen",
    ),
    Waiting(
        lambda _: Booking.objects.to_be_decided(),
        "1 Anfrage nach einem Platz wartet auf Ihre Entscheidung",
        "{} Anfragen nach Plätzen warten auf Ihre Entscheidung",
        "seminars_booking",
        "state__exact=requested",
    ),
    Waiting(
        lambda _: Order.objects.to_be_decided(),
        "1 Bestellung wartet auf Ihre Entscheidung",
        "{} Bestellungen warten auf Ihre Entscheidung",
        "materials_order",
        "stand=entscheiden",
    ),
    Waiting(
        lambda _: Order.objects.overdue(),
        "1 Bestellung ist überfällig",
        "{} Bestellungen sind überfällig",
        "materials_order",
        "lieferzeit=ueberfaellig",
        late=True,
    ),
    Waiting(
        lambda _: Order.objects.to_be_packed(),
        "1 Bestellung ist zu packen",
        "{} Bestellungen sind zu packen",
        "materials_order",
        "stand=packen",
    ),
    Waiting(
        lambda _: Order.objects.to_be_shipped(),
        "1 Bestellung ist zu versenden",
        "{} Bestellungen sind zu versenden",
        "materials_order",
        "stand=versenden",
    ),
    Waiting(
        lambda _: ContactMessage.objects.open(),
        "1 Nachricht ist noch offen",
        "{} Nachrichten sind noch offen",
        "materials_contactmessage",
        "",
    ),
    Waiting(
        lambda _: Loan.objects.overdue(),
        "1 Ausleihe ist überfällig",
        "{} Ausleihen sind überfällig",
        "materials_loan",
        "stand=ueberfaellig",
        late=True,
    ),
    Waiting(
        lambda person: Loan.objects.visible_to(person).without_unit(),
        "1 Ausleihe hat kein Gerät",
        "{} Ausleihen haben kein Gerät",
        "materials_loan",
        "stand=ohne-geraet",
        late=True,
    ),
    Waiting(
        lambda _: Loan.objects.to_hand_out(),
        "1 Ausleihe geht in den nächsten Tagen raus",
        "{} Ausleihen gehen in den nächsten Tagen raus",
        "materials_loan",
        "stand=auszugeben",
    ),
    Waiting(
        lambda _: Article.objects.to_be_reordered(),
        "1 Artikel nachbestellen",
        "{} Artikel nachbestellen",
        "materials_article",
        "nachbestellen=ja",
        late=True,
    ),
    Waiting(
        lambda _: Document.objects.proposed(),
        "1 Vorschlag wartet auf Ihre Antwort",
        "{} Vorschläge warten auf Ihre Antwort",
        "materials_document",
        "zu-tun=vorschlaege",
    ),
    Waiting(
        lambda _: Document.objects.whose_scan_failed(),
        "Bei 1 Dokument ist die Virenprüfung gescheitert",
        "Bei {} Dokumenten ist die Virenprüfung gescheitert",
        "materials_document",
        "zu-tun=gescheitert",
        late=True,
    ),
    Waiting(
        lambda _: Document.objects.whose_rights_end_soon(),
        "Bei 1 Dokument enden die Rechte bald oder sind zu Ende",
        "Bei {} Dokumenten enden die Rechte bald oder sind zu Ende",
        "materials_document",
        "zu-tun=rechte",
        late=True,
    ),
    Waiting(
        lambda _: Letter.objects.filter(state=Letter.State.FAILED),
        "1 Brief ist nicht angekommen",
        "{} Briefe sind nicht angekommen",
        "shared_letter",
        "state__exact=failed",
        late=True,
    ),
)


def lines_for(person: Person) -> Iterator[Line]:
    """One statement for each; what waits for nobody has no line."""
    for waiting in ALL:
        if many := waiting.rows(person).count():
            words = waiting.one if many == 1 else waiting.many.format(many)
            address = reverse(f"admin:{waiting.page}_changelist") + (f"?{waiting.filtered}" if waiting.filtered else "")
            yield Line(words, address, waiting.late)

"""What the sample portal gives away, lends and hands out. The articles exist; numbers, sizes and shelves are made up."""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import timedelta
from decimal import Decimal

from materials.actions.pictures import set_picture
from materials.actions.stock import receive_stock
from materials.choices import ArticleKind, Topic
from materials.models import Article, Document, Part, Unit
from missione.shared import clock
from teams.renditions import Rendition
from teams.sample import STAFF, played_by

GIVE_AWAY, LOAN, DOWNLOAD = ArticleKind.GIVE_AWAY, ArticleKind.LOAN, ArticleKind.DOWNLOAD
LENT_ON = True  # piece by piece to employees
SHOWN_FOR, DELIVERED = timedelta(days=400), timedelta(days=380)

# `stock` many came from the printer, `units` are the numbers on the boxes, `parts` what is in each.
ARTICLES = [
    {
        "slug": "tuerklinkenhaenger-alles-aus",
        "kind": GIVE_AWAY,
        "topic": Topic.ELECTRICITY,
        "title": "Türklinkenhänger „Alles aus?“",
        "summary": "Hängt an der Bürotür und fragt beim Hinausgehen: Licht, Bildschirm, Heizung?",
        "description": (
            "Der Anhänger passt auf jede Klinke. Vorn steht die Frage, hinten stehen vier Handgriffe für den Feierabend.\n\n"
            "Am besten verteilen Sie ihn beim Bürorundgang persönlich: Dann hängt er auch nach vier Wochen noch."
        ),
        "rule_of_thumb": "1 je Bürotür",
        "per_employee": Decimal("0.6"),
        "limit_per_year": 500,
        "shelf": "A 1",
        "reorder_threshold": 500,
        "stock": 4200,
    },
    {
        "slug": "aufkleber-klein",
        "kind": GIVE_AWAY,
        "topic": Topic.ELECTRICITY,
        "title": "Aufkleber, klein",
        "summary": "Für Steckdosenleiste, Lichtschalter und Kaffeemaschine. Lässt sich ohne Rest wieder abziehen.",
        "rule_of_thumb": "2 je Arbeitsplatz",
        "per_employee": Decimal("2"),
        "limit_per_year": 2000,
        "pack_size": 50,
        "shelf": "A 2",
        "reorder_threshold": 1000,
        "stock": 9000,
    },
    {
        "slug": "aufkleber-postkarte",
        "kind": GIVE_AWAY,
        "topic": Topic.CAMPAIGN,
        "title": "Aufkleber-Postkarte",
        "summary": "Eine Karte zum Verschicken oder Auslegen, mit drei Aufklebern zum Herausnehmen.",
        "rule_of_thumb": "1 je Person am Infostand",
        "per_employee": Decimal("0.5"),
        "limit_per_year": 500,
        "pack_size": 25,
        "shelf": "A 3",
        "reorder_threshold": 200,
        "stock": 60,
        "restocked": 45,
    },
    {
        "slug": "plakat-koala",
        "kind": GIVE_AWAY,
        "topic": Topic.CAMPAIGN,
        "title": "Plakat „Koala“, A2",
        "summary": "Macht drei Wochen vor Ihrer Aktion neugierig, ohne schon alles zu verraten.",
        "rule_of_thumb": "1 je Flur und Eingang",
        "per_employee": Decimal("0.05"),
        "limit_per_year": 60,
        "shelf": "B 1",
        "reorder_threshold": 50,
        "stock": 640,
    },
    {
        "slug": "plakat-haengematte",
        "kind": GIVE_AWAY,
        "topic": Topic.ELECTRICITY,
        "title": "Plakat „Hängematte“, A2",
        "summary": "Löst auf, worum es geht: Geräte dürfen Pause machen, wenn Sie gehen.",
        "rule_of_thumb": "1 je Flur und Eingang",
        "per_employee": Decimal("0.05"),
        "limit_per_year": 60,
        "shelf": "B 2",
        "reorder_threshold": 50,
        "stock": 580,
    },
    {
        "slug": "thermoscheckkarte",
        "kind": GIVE_AWAY,
        "topic": Topic.HEAT,
        "title": "Thermoscheckkarte",
        "summary": "Ein Raumthermometer im Scheckkartenformat: zeigt, ob es im Büro zu warm ist.",
        "rule_of_thumb": "1 je Büro",
        "per_employee": Decimal("0.7"),
        "limit_per_year": 400,
        "pack_size": 10,
        "shelf": "A 4",
        "reorder_threshold": 300,
        "stock": 1500,
        "restocked": 30,
    },
    {
        "slug": "bingokarte-gedruckt",
        "kind": GIVE_AWAY,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Bingokarte, gedruckt",
        "summary": "Zehn kleine Aufgaben zu Strom, Wärme und Mobilität, dazu zwei freie Felder für Ihr Haus.",
        "description": "Läuft ein bis zwei Wochen. Auf der Karte steht ein QR-Code zu Erklärungen und Rechnungen.",
        "rule_of_thumb": "1 je Person, die mitspielt",
        "per_employee": Decimal("0.4"),
        "limit_per_year": 800,
        "pack_size": 20,
        "shelf": "C 1",
        "reorder_threshold": 400,
        "stock": 2600,
    },
    {
        "slug": "give-away-paket-infostand",
        "kind": GIVE_AWAY,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Kleinigkeiten für den Infostand",
        "summary": "Ein gemischtes Paket mit Karten, Aufklebern und Stiften für etwa 50 Gespräche.",
        "rule_of_thumb": "1 Paket je Standtag",
        "limit_per_year": 6,
        "shelf": "C 2",
        "reorder_threshold": 5,
        "stock": 34,
    },
    {
        "slug": "strommessgeraete-paket",
        "kind": LOAN,
        "topic": Topic.ELECTRICITY,
        "title": "Strommessgeräte, Paket mit 20 Stück",
        "summary": "Sie leihen die Kiste für Ihr Haus, Ihre Kolleginnen und Kollegen dann einzelne Geräte von Ihnen.",
        "description": (
            "In jeder Kiste liegen 20 Messgeräte mit Kurzanleitung und Messdatenblatt. Wer misst, findet die heimlichen "
            "Verbraucher zu Hause oder am Arbeitsplatz.\n\nDie Kiste bleibt mindestens einen Monat bei Ihnen, bei Bedarf länger."
        ),
        "size": "60 × 40 × 35 cm, eine Kiste auf Rollen",
        "weight": "9 kg",
        "set_up": "Keiner. Legen Sie eine Liste aus, wer welches Gerät hat.",
        "transport": "Kommt mit dem Paketdienst. Für den Rückweg liegt ein Etikett in der Kiste.",
        "min_days": 28,
        "max_days": 90,
        "parts": [(20, "Strommessgerät", LENT_ON), (20, "Messdatenblatt"), (1, "Kurzanleitung"), (1, "Rücksendeetikett")],
        "units": [f"EM-{number:02}" for number in range(1, 7)],
    },
    {
        "slug": "infostand",
        "kind": LOAN,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Infostand",
        "summary": "Ein Stand aus zwei Bannern und einer Theke: der Treffpunkt für Aktionstage.",
        "description": "Steht in zehn Minuten und passt in jedes Foyer. Gut sichtbar neben der Kantine.",
        "size": "Aufgebaut 2 × 1 m, 2,2 m hoch; verpackt zwei Taschen, 1,1 m lang",
        "weight": "18 kg",
        "set_up": "10 Minuten, zu zweit, ohne Werkzeug",
        "transport": "Wir bringen ihn mit dem Dienstwagen oder Sie holen ihn in Düsseldorf ab.",
        "min_days": 1,
        "max_days": 14,
        "days_before": 2,
        "days_after": 2,
        "parts": [(2, "Banner mit Fuß"), (1, "Theke"), (2, "Transporttasche")],
        "units": ["IS-1", "IS-2"],
    },
    {
        "slug": "bingokarte-blanko",
        "kind": DOWNLOAD,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Bingokarte, blanko",
        "summary": "Zwölf freie Felder: Drucken Sie selbst, mit den Aufgaben, die zu Ihrem Haus passen.",
    },
    {
        "slug": "abreisszettel-ausgefuellt",
        "kind": DOWNLOAD,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Abreißzettel, ausgefüllt",
        "summary": "Fünf kleine Aufgaben zum Mitnehmen, jede zweimal. Hängt etwa zwei Wochen.",
    },
    {
        "slug": "abreisszettel-blanko",
        "kind": DOWNLOAD,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Abreißzettel, blanko",
        "summary": "Zehn freie Felder für eigene Aufgaben. Denken Sie beim Aufhängen an den Brandschutz.",
    },
    {
        "slug": "broschuere-auszeit",
        "kind": DOWNLOAD,
        "topic": Topic.ELECTRICITY,
        "title": "Broschüre „Auszeit!“",
        "summary": "Was Geräte verbrauchen, die nur so aussehen, als wären sie aus.",
    },
]
# What the drawing of an article (pictures/<slug>.svg) shows, for who does not see it.
DRAWINGS = {
    "tuerklinkenhaenger-alles-aus": "Ein türkiser Anhänger mit Aus-Zeichen hängt an einer Türklinke.",
    "aufkleber-klein": "Ein runder Aufkleber mit Aus-Zeichen klebt an einer Steckdosenleiste.",
    "aufkleber-postkarte": "Eine Postkarte, rechts drei Aufkleber zum Herausnehmen.",
    "plakat-koala": "Ein Plakat: Ein Koala schläft an einem Baumstamm.",
    "plakat-haengematte": "Ein Plakat: Jemand mit türkisem Hut liegt in der Hängematte.",
    "thermoscheckkarte": "Eine Karte mit fünf Farbfeldern von blau bis rot, das grüne ist markiert.",
    "bingokarte-gedruckt": "Eine Karte mit zwölf Feldern, drei davon sind abgehakt.",
    "give-away-paket-infostand": "Eine Tasse, ein Beutel und zwei Stifte auf einem Tisch.",
    "strommessgeraete-paket": "Drei Strommessgeräte ragen aus einem Karton.",
    "infostand": "Zwei Banner, dazwischen eine Theke.",
}
DRAWN_BY = "Zeichnung: mission E (Muster)"
# What can be downloaded beside what comes in a parcel; templates are found by their own address.
TWINS = {"bingokarte-gedruckt": "bingokarte-blanko", "strommessgeraete-paket": "kurzanleitung-strommessgeraet"}
# The last of these are all gone: one article in the catalogue is out of stock.
GONE = "thermoscheckkarte"


def load_articles() -> None:
    staff = played_by(STAFF)
    for plan in ARTICLES:
        _make(dict(plan), staff)


def link_twins() -> None:
    for slug, document in TWINS.items():
        Article.objects.filter(slug=slug).update(document=Document.objects.get(slug=document))


def hang_drawings(drawings: Mapping[str, Future[list[Rendition]]]) -> None:
    for article in Article.objects.filter(slug__in=drawings):
        article.picture_alt, article.picture_credit = DRAWINGS[article.slug], DRAWN_BY
        article.save(update_fields=["picture_alt", "picture_credit"])
        set_picture(article=article, renditions=drawings[article.slug].result())


def _make(plan: dict, staff) -> None:
    stock, units, parts = (plan.pop(name, None) for name in ("stock", "units", "parts"))
    if days := plan.pop("restocked", None):
        plan["restocked_on"] = clock.today() + timedelta(days=days)
    with clock.moved_to(clock.now() - SHOWN_FOR):
        article = Article.objects.create(published_at=clock.now(), **plan)
    Unit.objects.bulk_create(Unit(article=article, number=number) for number in units or ())
    Part.objects.bulk_create(
        Part(article=article, quantity=quantity, name=name, is_lent_on=bool(lent_on)) for quantity, name, *lent_on in parts or ()
    )
    if stock:
        with clock.moved_to(clock.now() - DELIVERED):
            receive_stock(article=article, quantity=stock, by=staff, reason="Lieferung der Druckerei")

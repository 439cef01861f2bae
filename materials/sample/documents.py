"""What the sample portal hands out: real files, most of them made here and now.

Film and photo lie beside this: the film was made by film/making.py, the photo is another's, free of rights, and says whose.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from datetime import timedelta
from uuid import uuid4

from materials.actions.documents import add_version, entitle, propose_document
from materials.actions.scanning import let_through
from materials.choices import Topic
from materials.document_choices import Channel, DocumentKind, Language, Licence, Visibility
from materials.models import Article, Document
from materials.sample.making import Made
from missione.shared import clock
from teams.sample import LEAD, MEMBER, STAFF, played_by

MADE_HERE = "Für das Probeportal hergestellt, nicht geprüft."
TASKS = [
    "Bildschirm ganz ausschalten", "Fünf Minuten stoßlüften", "Treppe statt Aufzug", "Licht aus in der Teeküche",
    "Nur so viel Wasser wie nötig kochen",
]  # fmt: skip
INSIDE = [Channel.INTRANET, Channel.PRINT, Channel.EVENTS]
EVERYWHERE = list(Channel)
PUBLIC, MEMBERS, ENTITLED = Visibility.PUBLIC, Visibility.MEMBERS, Visibility.ENTITLED

SPOKEN = """Feierabend! Drei Handgriffe, bevor Sie gehen.

Erstens: den Bildschirm ganz ausschalten. *Der Bildschirm auf dem Schreibtisch wird dunkel.*

Zweitens: die Steckdosenleiste aus. *Das rote Licht am Schalter der Leiste erlischt.*

Drittens: Fenster zu, Heizung auf Stufe zwei. *Der offene Fensterflügel schließt sich, das Thermostat dreht sich.*

Und jetzt: einen schönen Abend! *Vor dem Fenster steht der Mond.*"""
# name of the file, the paper it is made of with its facts, and what the page says; the newest last
DOCUMENTS = [
    {
        "file": "Kurzanleitung Strommessgerät.pdf",
        "paper": "kurzanleitung.typ",
        "kind": DocumentKind.SHEET,
        "topic": Topic.ELECTRICITY,
        "title": "Kurzanleitung zum Strommessgerät",
        "slug": "kurzanleitung-strommessgeraet",
        "summary": "Vier Schritte, eine Seite: einstecken, ablesen, vergleichen.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Messdatenblatt.pdf",
        "paper": "messdatenblatt.typ",
        "kind": DocumentKind.FORM,
        "topic": Topic.ELECTRICITY,
        "title": "Messdatenblatt",
        "slug": "messdatenblatt",
        "summary": "Zum Ausdrucken und Mitgeben: zwölf Zeilen für das, was das Messgerät zeigt.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Bingokarte blanko.pdf",
        "paper": "bingokarte-blanko.typ",
        "kind": DocumentKind.TEMPLATE,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Bingokarte, blanko",
        "slug": "bingokarte-blanko",
        "summary": "Zwölf freie Felder für Aufgaben aus Ihrem Haus.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Abreißzettel ausgefüllt.pdf",
        "paper": "abreisszettel.typ",
        "facts": {"title": "Abreißzettel, ausgefüllt", "tasks": TASKS * 2},
        "kind": DocumentKind.TEMPLATE,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Abreißzettel, ausgefüllt",
        "slug": "abreisszettel-ausgefuellt",
        "summary": "Fünf Aufgaben, jede zweimal. Aufhängen, einschneiden, abreißen lassen.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Abreißzettel blanko.pdf",
        "paper": "abreisszettel.typ",
        "facts": {"title": "Abreißzettel, blanko", "tasks": [""] * 10},
        "kind": DocumentKind.TEMPLATE,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Abreißzettel, blanko",
        "slug": "abreisszettel-blanko",
        "summary": "Zehn leere Streifen zum Selbstbeschriften.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Auszeit.pdf",
        "paper": "auszeit.typ",
        "kind": DocumentKind.SHEET,
        "topic": Topic.ELECTRICITY,
        "title": "Broschüre „Auszeit!“",
        "slug": "broschuere-auszeit",
        "summary": "Was Geräte verbrauchen, die nur so aussehen, als wären sie aus.",
        "description": "Zum Weiterleiten und fürs Intranet. Gedruckt gibt es die Broschüre nicht.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "26 Energiespartipps.pdf",
        "paper": "energiespartipps.typ",
        "kind": DocumentKind.TEMPLATE,
        "topic": Topic.CAMPAIGN,
        "title": "26 Energiespartipps für das Intranet",
        "slug": "energiespartipps",
        "summary": "Alle zwei Wochen ein Rätsel: zwei Sätze, einer stimmt. Reicht für ein Jahr.",
        "description": "Mit den Lösungen auf der letzten Seite. Für die Redaktion Ihres Intranets oder den Aushang.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Programmplakat Energiewochen.pdf",
        "paper": "programmplakat.typ",
        "kind": DocumentKind.TEMPLATE,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Programmplakat für Energiewochen",
        "slug": "programmplakat-energiewochen",
        "summary": "Zwei Wochen auf einem Blatt A3: ein Beispiel, das Sie mit Ihren Terminen füllen.",
        "description": "Zum Beispiel für Foyer und Kantine, zwei Wochen vor dem Auftakt.",
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "Energiefruehstueck Kaffeetasse.jpg",
        "made": "photos/kaffeetasse.jpg",
        "kind": DocumentKind.PHOTO,
        "topic": Topic.LOCAL_ACTIONS,
        "language": Language.NONE,
        "title": "Bild: eine Tasse Kaffee",
        "slug": "bild-kaffeetasse",
        "summary": "Für die Einladung zum Energiefrühstück: die Tasse ist voll, die Steckdosenleiste aus.",
        "source": "Am Rechner gezeichnet für das Probeportal",
        "visibility": PUBLIC,
        "licence": Licence.CC0,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC0",
    },
    {
        "file": "Feierabend.mp4",
        "made": "film/feierabend.mp4",
        "captions": "film/feierabend.vtt",
        "kind": DocumentKind.VIDEO,
        "topic": Topic.ELECTRICITY,
        "title": "Drei Handgriffe zum Feierabend",
        "slug": "film-feierabend",
        "summary": "Zwanzig Sekunden für den Bildschirm im Foyer: Bildschirm, Steckdosenleiste, Fenster und Heizung.",
        "description": (
            "Läuft auch ohne Ton: Die Untertitel sagen alles.\n\n"
            "Muster für das Probeportal, gezeichnet und von einem Programm gesprochen."
        ),
        "transcript": SPOKEN,
        "visibility": PUBLIC,
        "licence": Licence.CC_BY,
        "channels": EVERYWHERE,
        "credit_line": "mission E (Muster), CC BY 4.0",
    },
    {
        "file": "mission E in zehn Minuten.pdf",
        "paper": "praesentation.typ",
        "kind": DocumentKind.PRESENTATION,
        "topic": Topic.CAMPAIGN,
        "title": "mission E in zehn Minuten",
        "slug": "mission-e-in-zehn-minuten",
        "summary": "Vier Folien für die Dienstbesprechung oder das Energiefrühstück.",
        "description": "Für den Anfang reichen zehn Minuten. Die letzte Folie lässt Platz für die Namen Ihres Teams.",
        "visibility": MEMBERS,
        "channels": INSIDE,
    },
    {
        "file": "Logo mission E Muster.pdf",
        "paper": "logo.typ",
        "kind": DocumentKind.LOGO,
        "language": Language.NONE,
        "title": "Logo mission E (Muster), PDF",
        "slug": "logo-mission-e-pdf",
        "summary": "Für den Druck, mit Schriftzug.",
        "description": "Muster für das Probeportal. Bitte nicht verändern: keine anderen Farben, rundherum etwas Luft.",
        "visibility": MEMBERS,
        "channels": INSIDE,
        "credit_line": "mission E (Muster)",
        "is_accessible": False,
    },
    {
        "file": "Logo mission E Muster.png",
        "paper": "logo.typ",
        "kind": DocumentKind.LOGO,
        "language": Language.NONE,
        "title": "Logo mission E (Muster), PNG",
        "slug": "logo-mission-e-png",
        "summary": "Für Intranet, Folien und Signatur.",
        "visibility": MEMBERS,
        "channels": INSIDE,
        "credit_line": "mission E (Muster)",
        "is_accessible": False,
    },
    {
        "file": "Logo mission E Muster.svg",
        "paper": "logo.svg",
        "kind": DocumentKind.LOGO,
        "language": Language.NONE,
        "title": "Logo mission E (Muster), SVG",
        "slug": "logo-mission-e-svg",
        "summary": "Nur das Zeichen, ohne Schrift: für alles, was groß wird.",
        "visibility": MEMBERS,
        "channels": INSIDE,
        "credit_line": "mission E (Muster)",
        "is_accessible": False,
    },
    {
        "file": "Praxisleitfaden Aktionswochen.pdf",
        "paper": "praxisleitfaden.typ",
        "kind": DocumentKind.GUIDE,
        "topic": Topic.LOCAL_ACTIONS,
        "title": "Praxisleitfaden Aktionstage und Aktionswochen",
        "slug": "praxisleitfaden",
        "summary": "Fahrplan, fünf Bausteine und eine Checkliste für den letzten Abend.",
        "description": "Für alle, die an der Schulung „Aktionswochen und Aktionstage vor Ort“ teilgenommen haben.",
        "visibility": ENTITLED,
        "channels": [Channel.INTRANET],
    },
    {
        "file": "Kompendium.pdf",
        "paper": "kompendium.typ",
        "kind": DocumentKind.COMPENDIUM,
        "topic": Topic.CAMPAIGN,
        "title": "Kompendium: Energie sparen im Büro",
        "slug": "kompendium",
        "summary": "Das Handbuch zum Seminar: vom ersten Gespräch bis zur Auswertung.",
        "description": "Für alle, die am Seminar „Psychologie und Praxis der Nutzersensibilisierung“ teilgenommen haben.",
        "visibility": ENTITLED,
        "channels": [Channel.INTRANET],
    },
]
# By hand, besides what attendance gives (seminars.sample).
GIVEN_TO_THE_LEAD = {"praxisleitfaden": "Schulung im vorigen Jahr, noch ohne Portal"}
PROPOSAL = {"file": "Aushang Teekueche.pdf", "paper": "teekueche.typ"}
PROPOSED = {
    "kind": DocumentKind.TEMPLATE,
    "topic": Topic.ELECTRICITY,
    "language": Language.GERMAN,
    "title": "Aushang für die Teeküche",
    "description": "Hängt bei uns seit dem Frühjahr am Wasserkocher. Nach zwei Wochen wurde die Thermoskanne zur Gewohnheit.",
    "author": "Energieteam",
    "source": "",
    "licence": Licence.CC_BY,
    "credit_line": "Energieteam Wuppertal (Muster), CC BY 4.0",
    "channels": INSIDE,
    "rights_end": None,
}
BEFORE_THE_SAMPLE_YEAR = timedelta(days=240)  # what is handed out was there when the first event was held
OF_THE_FILE = ("file", "paper", "facts", "made", "captions")  # all else is said of the document
ENDS_SOON = "mission-e-in-zehn-minuten"  # so that the list of rights has a line
HAND_OUTS = [plan for plan in DOCUMENTS if plan["visibility"] == ENTITLED]
OTHERS = [plan for plan in DOCUMENTS if plan["visibility"] != ENTITLED]
FILES = [*HAND_OUTS, *OTHERS, PROPOSAL]  # to be made in this order

Papers = Mapping[str, Future[Made]]


def load_hand_outs(papers: Papers) -> None:
    """There before the first event of the sample year."""
    for plan in HAND_OUTS:
        _load(plan, papers, earlier=BEFORE_THE_SAMPLE_YEAR)
    for slug, because in GIVEN_TO_THE_LEAD.items():
        entitle(person=played_by(LEAD), document=Document.objects.get(slug=slug), because=because, by=played_by(STAFF))


def load_documents(papers: Papers) -> None:
    for plan in OTHERS:
        _load(plan, papers)
    Document.objects.filter(slug=ENDS_SOON).update(rights_end=clock.today() + timedelta(days=20))
    for article in Article.objects.filter(slug__in=Document.objects.values("slug")):
        Article.objects.filter(pk=article.pk).update(document=Document.objects.get(slug=article.slug))


def propose(papers: Papers) -> None:
    """A member has, and staff have not answered yet."""
    made = papers[PROPOSAL["file"]].result()
    document = propose_document(by=played_by(MEMBER), said=PROPOSED, taken=made.taken, request_key=uuid4())
    let_through(document.versions.get(), MADE_HERE, made.seen)


def _load(plan: dict, papers: Papers, *, earlier: timedelta = timedelta(0)) -> None:
    age = len(DOCUMENTS) - 1 - DOCUMENTS.index(plan)
    stand = clock.today() - timedelta(days=20 + 9 * age) - earlier
    said = {"author": "Kampagnenteam mission E", "is_accessible": True}
    said |= {name: said for name, said in plan.items() if name not in OF_THE_FILE}
    document = Document.objects.create(published_at=clock.now() - (clock.today() - stand), **said)
    made = papers[plan["file"]].result()
    version = add_version(document=document, by=played_by(STAFF), taken=made.taken, captions=made.captions, stand=stand)
    let_through(version, MADE_HERE, made.seen)

"""What the sample portal teaches. The offers exist; texts, places and lengths that nobody has printed are made up."""

from datetime import time, timedelta

from materials.models import Document
from missione.shared import clock
from seminars.actions import change_hand_outs
from seminars.choices import Audience, Format, Mode, Topic
from seminars.models import Offer

MULTIPLIERS, AGENCIES, EMPLOYEES = Audience.MULTIPLIERS, Audience.AGENCIES, Audience.EMPLOYEES
AT_THE_DESK = "Einen Rechner mit Browser und Ton. Eine Kamera ist schön, aber kein Muss."

OFFERS = [
    {
        "slug": "psychologie-und-praxis",
        "title": "Psychologie und Praxis der Nutzersensibilisierung",
        "format": Format.SEMINAR,
        "topic": Topic.AWARENESS,
        "audience": MULTIPLIERS,
        "summary": "Ihr Team lernt, warum Gewohnheiten so zäh sind, und plant in anderthalb Tagen die eigene Kampagne.",
        "description": (
            "Technik spart nur, wenn Menschen sie klug benutzen. Im Seminar geht es deshalb um beides: um das, was "
            "Verhalten ändert, "
            "und um das, was in Ihrem Haus wirklich machbar ist.\n\n"
            "**Am ersten Tag** sehen Sie, welche Botschaften ankommen, wie man Widerstände ernst nimmt und woran frühere "
            "Aktionen "
            "gescheitert sind. **Am zweiten Tag** legt Ihr Team Ziele fest, bringt sie in eine Reihenfolge und verteilt "
            "die Aufgaben."
        ),
        "takeaways": (
            "- einen Plan für die ersten sechs Monate\n- drei Ziele, auf die sich das Team geeinigt hat\n"
            "- Antworten auf die häufigsten Einwände im Flur"
        ),
        "requirements": (
            "Ein Team aus mehreren Referaten. Einen Raum mit beweglichen Tischen, eine Pinnwand und etwas Zeit danach."
        ),
        "hand_outs": ["kompendium"],
        "duration": "1,5 Tage",
        "seats": 16,
        "mode": Mode.ONSITE,
        "needs_approval": True,
        "cancellation_hours": 120,
        "reminder_days": [14, 2],
    },
    {
        "slug": "kompakt-webinar-strom",
        "title": "Kompakt-Webinar „Strom“",
        "format": Format.WEBINAR,
        "topic": Topic.ELECTRICITY,
        "audience": MULTIPLIERS,
        "summary": "Wo im Büro der Strom bleibt und welche fünf Handgriffe am meisten bringen.",
        "description": (
            "Bildschirme, Drucker, Teeküche, Beleuchtung: Wir gehen einmal durch ein gewöhnliches Bürogebäude und rechnen nach. "
            "Sie erfahren, was Leerlauf kostet, wie man ein Messgerät richtig einsetzt und welche Tipps man getrost "
            "vergessen darf."
        ),
        "takeaways": (
            "- eine Rangliste der Verbraucher im Büro\n- eine Messanleitung auf einer Seite\n- Zahlen, die man sich merken kann"
        ),
        "requirements": AT_THE_DESK,
        "duration": "60 Minuten",
        "seats": 40,
    },
    {
        "slug": "kompakt-webinar-waerme",
        "title": "Kompakt-Webinar „Wärme“",
        "format": Format.WEBINAR,
        "topic": Topic.HEAT,
        "audience": MULTIPLIERS,
        "summary": "Heizen und Lüften im Büro: was wirklich spart und niemanden frieren lässt.",
        "description": (
            "Ein Grad weniger, Stoßlüften, Thermostat auf drei: Vieles davon stimmt, manches nur halb. Wir erklären, wie "
            "die Anlage "
            "hinter dem Heizkörper denkt, wann die Nachtabsenkung hilft und wie Sie mit der Haustechnik ins Gespräch kommen."
        ),
        "takeaways": (
            "- die Stufen am Thermostat und was sie bedeuten\n- eine Lüftungsregel für jede Jahreszeit\n"
            "- Fragen an das Gebäudemanagement"
        ),
        "requirements": AT_THE_DESK,
        "duration": "60 Minuten",
        "seats": 40,
    },
    {
        "slug": "aktionswochen-und-aktionstage",
        "title": "Aktionswochen und Aktionstage vor Ort",
        "format": Format.TRAINING,
        "topic": Topic.LOCAL_ACTIONS,
        "audience": MULTIPLIERS,
        "summary": "Sie entwerfen Ihre eigene Aktionswoche: vom ersten Plakat bis zur Auswertung der Zähler.",
        "description": (
            "In kleinen Gruppen entsteht ein Programm, das zu Ihrem Gebäude passt: fünf Tage oder nur einer, mit Infostand, "
            "Bürorundgang oder Frühstück. Wir zeigen, welche Bausteine sich bewährt haben, was Sie früh klären sollten und "
            "wie Sie "
            "Strom vor und während der Woche messen."
        ),
        "takeaways": "- ein Programmentwurf für Ihr Haus\n- eine Checkliste mit Fristen\n- eine Vorlage für die Messung",
        "requirements": f"{AT_THE_DESK} Wenn Sie mögen: den Grundriss Ihres Gebäudes.",
        "hand_outs": ["praxisleitfaden"],
        "duration": "2,5 Stunden",
        "seats": 20,
    },
    {
        "slug": "campaigning-sprechstunde",
        "title": "Campaigning-Sprechstunde",
        "format": Format.OFFICE_HOUR,
        "topic": Topic.CAMPAIGN,
        "audience": MULTIPLIERS,
        "summary": "Eine halbe Stunde nur für Ihr Team und Ihre Frage.",
        "description": (
            "Die Plakate hängen, aber niemand spricht darüber? Die Leitung zögert? Im persönlichen Gespräch suchen wir mit Ihnen "
            "den nächsten Schritt. Jeder Termin hat einen Platz; bringen Sie gern Ihr Team mit an den Bildschirm."
        ),
        "requirements": "Ihre Frage in zwei Sätzen. Schreiben Sie sie beim Buchen ins Nachrichtenfeld.",
        "duration": "30 Minuten",
        "seats": 1,
        "cancellation_hours": 24,
        "reminder_days": [1],
    },
    {
        "slug": "netzwerktreffen",
        "title": "Netzwerktreffen der Multiplikatoren-Teams",
        "format": Format.NETWORK_MEETING,
        "topic": Topic.CAMPAIGN,
        "audience": MULTIPLIERS,
        "summary": "Zweimal im Jahr: hören, was anderen gelungen ist, und erzählen, was bei Ihnen klemmt.",
        "description": (
            "Ein Nachmittag zum Austauschen. Ein kurzer Vortrag, Neues aus der Kampagne, und danach vor allem Gespräche in "
            "kleinen "
            "Runden, nach Themen sortiert. Das Treffen findet im Wechsel vor Ort und online statt."
        ),
        "takeaways": "- Ideen, die anderswo funktioniert haben\n- Ansprechpersonen in anderen Häusern\n- den Stand der Kampagne",
        "duration": "ein Nachmittag",
        "seats": 60,
        "reminder_days": [14, 1],
    },
    {
        "slug": "orientierungsmeeting",
        "title": "Orientierungsmeeting",
        "format": Format.ORIENTATION,
        "topic": Topic.CAMPAIGN,
        "audience": AGENCIES,
        "summary": "In einer Stunde wissen Sie, ob und wie Ihre Dienststelle mitmachen kann.",
        "description": (
            "Worum es in der Kampagne geht, welche Wege es gibt und was sie an Zeit kosten: einzelne Angebote nutzen oder "
            "mit einem "
            "eigenen Team loslegen. Danach ist Raum für Ihre Fragen. Sie gehen keine Verpflichtung ein."
        ),
        "requirements": AT_THE_DESK,
        "duration": "60 Minuten",
        "seats": 50,
    },
    {
        "slug": "strom-im-homeoffice",
        "title": "Strom sparen im Homeoffice",
        "format": Format.TALK,
        "topic": Topic.HOME,
        "audience": EMPLOYEES,
        "summary": "Fachleute für Verbraucherfragen zeigen, was der Arbeitsplatz zu Hause kostet und wie er weniger braucht.",
        "description": (
            "Vom Netzteil bis zum Router: Der Vortrag sortiert, was viel ausmacht und was nur nach Sparen aussieht. Sie "
            "können die "
            "ganze Zeit über Fragen in den Chat schreiben."
        ),
        "duration": "60 Minuten",
        "seats": 100,
        "reminder_days": [1],
    },
    {
        "slug": "die-zweite-miete-senken",
        "title": "Die zweite Miete senken",
        "format": Format.SHORT_SEMINAR,
        "topic": Topic.HOME,
        "audience": EMPLOYEES,
        "summary": "Nebenkosten verstehen und verringern: ein Kurzseminar für alle Beschäftigten, auch ohne Vorwissen.",
        "description": (
            "Heizung, warmes Wasser und Strom machen den größten Teil der Nebenkosten aus. Wir lesen gemeinsam eine Abrechnung, "
            "finden die Stellschrauben und rechnen aus, was sie im Jahr bringen. Das meiste geht sofort und ohne Handwerker."
        ),
        "takeaways": "- eine Abrechnung lesen können\n- drei Maßnahmen für diese Woche",
        "duration": "75 Minuten",
        "seats": 60,
        "reminder_days": [1],
    },
    {
        "slug": "waermepumpe",
        "title": "Wärmepumpe: lohnt sich das bei mir?",
        "format": Format.SHORT_SEMINAR,
        "topic": Topic.HOME,
        "audience": EMPLOYEES,
        "summary": "Wie die Technik arbeitet, welches Haus sie braucht und womit man anfängt.",
        "description": (
            "Muss erst gedämmt werden? Reichen die alten Heizkörper? Wir gehen die üblichen Fragen der Reihe nach durch, "
            "mit Beispielen vom Reihenhaus bis zur Eigentumswohnung. Verkauft wird nichts."
        ),
        "duration": "60 Minuten",
        "seats": 80,
        "reminder_days": [1],
    },
    {
        "slug": "podium-klimaneutrale-landesverwaltung",
        "title": "Podium: Klimaneutrale Landesverwaltung 2030",
        "format": Format.TALK,
        "topic": Topic.CAMPAIGN,
        "audience": EMPLOYEES,
        "summary": (
            "Was ist geschafft, was fehlt, und was hat mein Schreibtisch damit zu tun? Eine Diskussion im Saal und im Netz."
        ),
        "description": (
            "Gebäude, Fuhrpark, Verhalten: Menschen aus Verwaltung und Wissenschaft sprechen darüber, was bis 2030 noch zu "
            "tun ist. "
            "Kommen Sie in den Saal oder schalten Sie sich zu; Fragen sind auf beiden Wegen willkommen."
        ),
        "duration": "90 Minuten",
        "seats": 120,
        "mode": Mode.HYBRID,
        "reminder_days": [7, 1],
    },
    {
        "slug": "einfuehrung-energiewochen",
        "title": "Einführung in die Energiewochen",
        "format": Format.ORIENTATION,
        "topic": Topic.LOCAL_ACTIONS,
        "audience": AGENCIES,
        "summary": "Wie Ihre Dienststelle bei den nächsten Energiewochen dabei sein kann, auch mit wenig Vorlauf.",
        "description": "Der Ablauf, die Mitmachideen für kleine und große Häuser, und was das Kampagnenteam Ihnen abnimmt.",
        "duration": "45 Minuten",
        "seats": 60,
        "published_at": None,
    },
]


def load() -> None:
    since = clock.now() - timedelta(days=400)
    for facts in OFFERS:
        facts = {"mode": Mode.ONLINE, "reminder_time": time(9), "published_at": since, **facts}
        documents = Document.objects.filter(slug__in=facts.pop("hand_outs", []))
        offer, _ = Offer.objects.get_or_create(slug=facts.pop("slug"), defaults=facts)
        change_hand_outs(offer=offer, documents=documents)

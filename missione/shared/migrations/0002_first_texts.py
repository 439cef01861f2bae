"""The texts every public portal needs. What only the client knows stands in [square brackets]."""

from django.db import migrations

IMPRINT = """\
## Anbieterin

[Name der Behörde]
[Straße und Hausnummer]
[Postleitzahl und Ort]

Vertreten durch: [Name und Funktion der vertretungsberechtigten Person]

## Kontakt

Telefon: [Telefonnummer]
E-Mail: [E-Mail-Adresse]

Umsatzsteuer-Identifikationsnummer: [Nummer, falls vorhanden]

## Verantwortlich für den Inhalt

[Name und Anschrift der nach §\u00a018 Absatz 2 Medienstaatsvertrag verantwortlichen Person]

## Rechte an Texten und Bildern

Texte und Zeichnungen dieses Portals dürfen Dienststellen der Landesverwaltung für ihre Arbeit vor Ort verwenden, wenn sie die Quelle nennen. Für alles andere fragen Sie uns bitte vorher.

## Links zu anderen Seiten

Für den Inhalt fremder Seiten sind deren Anbieter verantwortlich. Wenn Ihnen ein Link auffällt, der nicht mehr stimmt, schreiben Sie uns.
"""

PRIVACY = """\
Dieses Portal kommt ohne Werbung, ohne Messung Ihres Verhaltens und ohne Inhalte fremder Anbieter aus. Alles, was Ihr Browser lädt, kommt von uns. Wir speichern nur, was wir für Ihr Konto und Ihre Buchungen brauchen.

## Wer verantwortlich ist

[Name und Anschrift der verantwortlichen Stelle]
E-Mail: [E-Mail-Adresse]

Behördliche Datenschutzbeauftragte oder behördlicher Datenschutzbeauftragter: [Name oder Funktion, Anschrift, E-Mail-Adresse]

## Wenn Sie das Portal nur ansehen

Sie können alle öffentlichen Seiten ohne Konto lesen. Wir setzen dabei kein Cookie, solange Sie kein Formular öffnen. Der Webserver verarbeitet Ihre IP-Adresse, um die Seite auszuliefern. [Angaben des Rechenzentrums zu Protokollen und ihrer Löschung]

## Wenn Sie ein Konto haben

Wir speichern Ihren Namen, Ihre E-Mail-Adresse, Ihr Passwort (nur als Prüfwert, aus dem es sich nicht zurückrechnen lässt) den Tag der Registrierung und den Zeitpunkt Ihrer letzten Anmeldung. Damit erkennen wir Sie wieder und schreiben Ihnen. Ihren Namen und Ihre E-Mail-Adresse ändern Sie unter „Mein Konto“.

Gegen das Durchprobieren von Passwörtern zählen wir fehlgeschlagene Anmeldungen je Konto und je IP-Adresse. Diese Zähler verfallen nach wenigen Minuten.

## Wenn Sie einen Platz buchen

Zu Ihrer Buchung speichern wir den Termin, Ihre Antworten im Formular und den Verlauf (gebucht, nachgerückt, storniert, teilgenommen). Das Kampagnenteam sieht diese Angaben. Wir merken uns auch, welche Erinnerung wir Ihnen schon geschickt haben. Zu Ihrer Buchung gehören Briefe per E-Mail: Bestätigung, Änderungen, Erinnerungen.

Wenn Sie uns sagen, was Sie für eine gute Teilnahme brauchen, etwa Gebärdensprachdolmetschung, ist das freiwillig. Wir nutzen es nur, um den Termin vorzubereiten.

## Rechtsgrundlagen

- Konto, Buchung und Briefe: Artikel 6 Absatz 1 Buchstabe e Datenschutz-Grundverordnung (DSGVO) in Verbindung mit §\u00a03 Datenschutzgesetz Nordrhein-Westfalen
- Angaben zu Ihrem Bedarf bei der Teilnahme: Ihre Einwilligung nach Artikel 6 Absatz 1 Buchstabe a und Artikel 9 Absatz 2 Buchstabe a DSGVO, die Sie jederzeit für die Zukunft widerrufen können

## Wer die Daten bekommt

Die Daten liegen bei [Name des Rechenzentrums], das in unserem Auftrag arbeitet. E-Mails gehen über [Betreiber des Mailservers]. Sonst geben wir nichts weiter, insbesondere nicht in Länder außerhalb der Europäischen Union.

## Wie lange wir sie behalten

Buchungen: [Frist] nach dem Termin. Konten: bis Sie die Löschung verlangen, spätestens [Frist] nach der letzten Anmeldung. Statistiken enthalten keine Namen.

## Cookies

- `sessionid`: hält Sie angemeldet, höchstens 14 Tage oder bis Sie den Browser schließen
- `csrftoken`: schützt Formulare davor, dass jemand anderes sie in Ihrem Namen abschickt
- `messages`: trägt eine Meldung wie „Ihr Platz ist gebucht.“ auf die nächste Seite

Alle drei sind nötig, damit das Portal funktioniert; eine Einwilligung ist dafür nicht erforderlich.

## Ihre Rechte

Sie können Auskunft, Berichtigung, Löschung und Einschränkung verlangen, der Verarbeitung widersprechen und Ihre Daten in einem gängigen Format erhalten. Schreiben Sie dazu an die oben genannte Stelle. Sie können sich außerdem bei der Landesbeauftragten für Datenschutz und Informationsfreiheit Nordrhein-Westfalen beschweren.
"""

ACCESSIBILITY = """\
Diese Erklärung gilt für das Portal mission E. [Name der Behörde] möchte, dass alle Beschäftigten es ohne fremde Hilfe nutzen können. Grundlage sind das Behindertengleichstellungsgesetz Nordrhein-Westfalen und die Barrierefreie-Informationstechnik-Verordnung des Landes.

## Was wir geprüft haben

Bei jeder Änderung prüft ein Programm diese Seiten nach den Regeln der WCAG 2.2 (Stufen A und AA), hell und dunkel, in der Breite eines großen Bildschirms und eines Telefons: Startseite, Suche, Angebote und Termine, Buchung und „Meine Termine“, Anmeldung und Konto, diese Textseiten und die Fehlerseite. Die Wege vom Suchen bis zum Buchen probieren wir dabei auch nur mit der Tastatur und ohne JavaScript. Solche Prüfungen finden nicht jede Barriere. Eine Prüfung durch eine unabhängige Stelle steht aus: [Datum und Ergebnis der Prüfung]

## Was noch fehlt

- Erläuterungen in Leichter Sprache und in Deutscher Gebärdensprache
- eine Prüfung mit Menschen, die Screenreader und andere Hilfen täglich nutzen

## Sagen Sie uns, was Sie stört

Ist etwas nicht zugänglich, oder brauchen Sie einen Inhalt in anderer Form? Am Ende jeder Seite steht der Link „Barriere melden“. Sie erreichen uns auch so: [Ansprechstelle, Telefonnummer, E-Mail-Adresse]. Wir antworten innerhalb von [Frist].

## Wenn wir uns nicht einig werden

Hilft Ihnen unsere Antwort nicht, können Sie sich an die Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen wenden: [Anschrift und E-Mail-Adresse der Ombudsstelle]

Diese Erklärung wurde am [Datum] erstellt.
"""

TEXTS = [
    ("impressum", "Impressum", IMPRINT),
    ("datenschutz", "Datenschutz", PRIVACY),
    ("barrierefreiheit", "Erklärung zur Barrierefreiheit", ACCESSIBILITY),
]


def write_texts(apps, schema_editor):
    for slug, title, body in TEXTS:
        apps.get_model("shared", "TextPage").objects.get_or_create(slug=slug, defaults={"title": title, "body": body})


def remove_texts(apps, schema_editor):
    """Only what nobody has edited."""
    for slug, title, body in TEXTS:
        apps.get_model("shared", "TextPage").objects.filter(slug=slug, title=title, body=body).delete()


class Migration(migrations.Migration):
    dependencies = [("shared", "0001_initial")]

    operations = [migrations.RunPython(write_texts, remove_texts)]

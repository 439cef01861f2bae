"""The periods of keeping stand in the first text now, and what came since: teams, material, second factors.

Paragraph by paragraph, and only where nobody has edited it.
"""

from django.db import migrations

PARAGRAPHS = [
    (
        "Passwort (nur als Prüfwert, aus dem es sich nicht zurückrechnen lässt) den Tag der Registrierung und den Zeitpunkt "
        "Ihrer letzten Anmeldung. Damit erkennen wir Sie wieder und schreiben Ihnen. Ihren Namen und Ihre E-Mail-Adresse ändern "
        "Sie unter „Mein Konto“.",
        "Passwort (nur als Prüfwert, aus dem es sich nicht zurückrechnen lässt), den Tag der Registrierung und den Zeitpunkt "
        "Ihrer letzten Anmeldung. Damit erkennen wir Sie wieder und schreiben Ihnen. Freiwillig sind Ihre Dienststelle, Ihre "
        "Aufgabe und was Sie für eine gute Teilnahme brauchen. Unter „Mein Konto“ ändern Sie das alles, sehen, wo Sie angemeldet "
        "sind, laden alle Ihre Daten herunter und löschen Ihr Konto.",
    ),
    (
        "## Rechtsgrundlagen",
        "## Wenn Sie in einem Team mitmachen\n\n"
        "Mitglieder eines Teams sehen voneinander Namen, Rolle und wer welchen Termin gebucht hat, nicht aber, was "
        "jemand braucht oder geschrieben hat. Wer das Team verlässt, ist dort sofort nicht mehr zu sehen. Wen ein Team einlädt, "
        "dessen E-Mail-Adresse behalten wir bis 90 Tage nach der Antwort.\n\n"
        "## Wenn Sie Material bestellen oder uns schreiben\n\n"
        "Wir speichern, wer was bestellt oder geliehen hat, wofür und wohin es gehen soll, und was Sie uns geschrieben haben. "
        "Das Kampagnenteam liefert und antwortet damit. Ohne Konto bestätigen Sie Ihre E-Mail-Adresse innerhalb von 48 Stunden; "
        "sonst löschen wir Ihre Angaben.\n\n"
        "## Rechtsgrundlagen",
    ),
    (
        "Buchungen: [Frist] nach dem Termin. Konten: bis Sie die Löschung verlangen, spätestens [Frist] nach der letzten "
        "Anmeldung. Statistiken enthalten keine Namen.",
        "- Was Sie bei einer Buchung brauchen oder schreiben: 30 Tage nach dem Termin\n"
        "- Dass Sie bei einem Termin dabei waren: 24 Monate nach dem Termin; danach zählen wir nur noch, ohne Namen\n"
        "- Ihr Konto: bis Sie es löschen, höchstens 24 Monate, nachdem Sie es zuletzt benutzt haben. Zwei Monate vorher "
        "schreiben wir Ihnen.\n"
        "- Eine Registrierung, die niemand bestätigt: 30 Tage\n"
        "- Der Text von E-Mails an Sie: 180 Tage; dass wir Ihnen geschrieben haben: 24 Monate\n"
        "- Bestellungen, Ausleihen und Nachrichten an uns: [Frist]\n\n"
        "Statistiken enthalten keine Namen.",
    ),
]


def say_what_is(apps, schema_editor):
    replace(apps, PARAGRAPHS)


def say_what_was(apps, schema_editor):
    replace(apps, [(now, before) for before, now in PARAGRAPHS])


def replace(apps, paragraphs):
    for page in apps.get_model("shared", "TextPage").objects.filter(slug="datenschutz"):
        for before, after in paragraphs:
            page.body = page.body.replace(before, after)
        page.save(update_fields=["body"])


class Migration(migrations.Migration):
    dependencies = [("shared", "0002_first_texts")]

    operations = [migrations.RunPython(say_what_is, say_what_was)]

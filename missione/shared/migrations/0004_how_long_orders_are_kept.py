"""The first text left open how long orders, loans and messages are kept. Only where nobody has filled it in."""

from django.db import migrations

BEFORE = "- Bestellungen, Ausleihen und Nachrichten an uns: [Frist]\n"
NOW = (
    "- Wer etwas bestellt oder ausgeliehen hat und wohin es ging: 24 Monate nach dem Ende der Bestellung; danach wissen wir nur "
    "noch, welche Dienststelle was bekommen hat\n"
    "- Nachrichten an uns: 12 Monate nach der Antwort\n"
)


def replaced(before, after):
    def replace(apps, schema_editor):
        for page in apps.get_model("shared", "TextPage").objects.filter(slug="datenschutz"):
            page.body = page.body.replace(before, after)
            page.save(update_fields=["body"])

    return replace


class Migration(migrations.Migration):
    dependencies = [("shared", "0003_what_the_privacy_text_says")]

    operations = [migrations.RunPython(replaced(BEFORE, NOW), replaced(NOW, BEFORE))]

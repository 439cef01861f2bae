"""Whoever has proposed something had to confirm it in these words. What the campaign team left empty was shown as "everywhere"."""

from django.db import migrations
from django.db.models import F

CONSENT = "Ich darf diese Datei weitergeben. Alle erkennbaren Personen sind einverstanden."
EVERYWHERE = ["intranet", "aushang", "veranstaltung", "web", "social", "presse"]


def write_down(apps, schema_editor):
    documents = apps.get_model("materials", "Document").objects
    documents.filter(proposed_at__isnull=False, consent_at=None).update(
        consent=CONSENT, consent_by=F("proposed_by"), consent_at=F("proposed_at")
    )
    documents.filter(proposed_at=None, channels=[]).update(channels=EVERYWHERE)


class Migration(migrations.Migration):
    dependencies = [("materials", "0015_word_given_with_a_proposal")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]

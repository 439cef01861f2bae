"""Who proposes a document gives their word that they may; an empty list of places means "not decided", no longer "everywhere"."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0014_addresses_looked_at_so_far"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="consent",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=250, verbose_name="Zusage"),
        ),
        migrations.AddField(
            model_name="document",
            name="consent_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="zugesagt am"),
        ),
        migrations.AddField(
            model_name="document",
            name="consent_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="zugesagt von",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="channels",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("intranet", "Intranet"),
                        ("aushang", "Aushang und Druck"),
                        ("veranstaltung", "Veranstaltungen"),
                        ("web", "Öffentliche Internetseiten"),
                        ("social", "Soziale Medien"),
                        ("presse", "Presse"),
                    ],
                    max_length=20,
                ),
                blank=True,
                default=list,
                help_text="Mindestens eins, bevor das Dokument zu sehen ist.",
                size=None,
                verbose_name="darf gezeigt werden",
            ),
        ),
    ]

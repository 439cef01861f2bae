import uuid

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0002_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="document",
            field=models.ForeignKey(
                blank=True,
                help_text="Die Datei selbst, oder bei Gedrucktem ihre digitale Fassung.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="materials.document",
                verbose_name="zum Herunterladen",
            ),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="reference",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
            ),
        ),
    ]

import uuid

import django.contrib.postgres.functions
from django.db import migrations, models


def reference(model_name: str) -> migrations.AddField:
    field = models.UUIDField(
        db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True
    )
    return migrations.AddField(model_name=model_name, name="reference", field=field)


class Migration(migrations.Migration):
    dependencies = [
        ("teams", "0009_how_far_a_draft_is"),
    ]

    operations = [reference(name) for name in ("membership", "invitation", "joinrequest")]

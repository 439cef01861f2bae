import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that is empty everywhere: nothing is read or rewritten."""

    dependencies = [("teams", "0002_authorities")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="teams.agency",
                verbose_name="Dienststelle",
            ),
        ),
    ]

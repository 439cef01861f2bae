from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_teams")]

    operations = [
        migrations.AddField(
            model_name="teamdraft",
            name="reached",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="fertige Schritte"),
        )
    ]

from django.db import migrations, models


def wish(name: str, label: str, default: bool) -> migrations.AddField:
    field = models.BooleanField(db_default=default, default=default, verbose_name=label)
    return migrations.AddField(model_name="person", name=name, field=field)


class Migration(migrations.Migration):
    """Columns with a default of the database: nothing is rewritten."""

    dependencies = [("teams", "0010_random_references")]

    operations = [
        wish("wants_reminders", "Erinnerungen an gebuchte Termine", True),
        wish("wants_team_letters", "Nachrichten rund um das Team", True),
        wish("wants_news", "Neuigkeiten der Kampagne", False),
        migrations.AddField(
            model_name="person",
            name="deleted_at",
            field=models.DateTimeField(
                editable=False,
                help_text="Die Zeile bleibt ohne Namen, damit vergangene Termine zählen.",
                null=True,
                verbose_name="gelöscht",
            ),
        ),
    ]

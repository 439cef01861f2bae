from django.db import migrations

BEFORE, AFTER = "Annahme, bitte prüfen", "Annahme der Kampagne"


def reword(before, after):
    def run(apps, schema_editor):
        apps.get_model("teams", "SavingsAssumption").objects.filter(kind="price", source=before).update(source=after)

    return run


class Migration(migrations.Migration):
    """Everybody reads the source of the price: a note to staff has no business there."""

    dependencies = [("teams", "0015_deletion_announced_at")]

    operations = [migrations.RunPython(reword(BEFORE, AFTER), reword(AFTER, BEFORE))]

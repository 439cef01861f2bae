from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0014_first_assumptions")]
    operations = [
        migrations.AddField(
            "person",
            "deletion_announced_at",
            models.DateTimeField(
                "Löschung angekündigt",
                editable=False,
                help_text="Weil das Konto lange unbenutzt ist. Wer sich anmeldet, behält es.",
                null=True,
            ),
        ),
    ]

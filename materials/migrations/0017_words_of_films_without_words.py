"""Where nothing is spoken, the words of a film say what is to be seen: what the field says of itself."""

from django.db import migrations, models

import missione.shared.validators


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0016_what_was_said_before"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="transcript",
            field=models.TextField(
                blank=True,
                help_text="Zu Videos: alles Gesagte. Ohne Worte: was zu sehen ist.",
                max_length=60000,
                validators=[missione.shared.validators.no_control_characters],
                verbose_name="Wortlaut",
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0003_digital_twins"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArticlePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("size", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="materials.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "Bild eines Artikels",
                "verbose_name_plural": "Bilder von Artikeln",
                "constraints": [models.UniqueConstraint(fields=("name", "size"), name="one_rendition_per_size")],
            },
        ),
    ]

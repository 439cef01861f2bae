from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("materials", "0005_document_summary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="basketitem",
            name="basket_from_day_to_day",
        ),
        migrations.RemoveConstraint(
            model_name="orderline",
            name="line_lent_from_day_to_day",
        ),
        migrations.AddConstraint(
            model_name="basketitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_day", None), ("to_day", None)),
                    models.Q(("from_day__isnull", False), ("to_day__gte", models.F("from_day")), ("to_day__isnull", False)),
                    _connector="OR",
                ),
                name="basket_from_day_to_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_day", None), ("to_day", None)),
                    models.Q(("from_day__isnull", False), ("to_day__gte", models.F("from_day")), ("to_day__isnull", False)),
                    _connector="OR",
                ),
                name="line_lent_from_day_to_day",
            ),
        ),
    ]

"""Long after its end nobody stands behind an order any more. Rows that are there are checked by the next migration."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

TYPED = (
    *("guest_name", "guest_email", "guest_agency", "purpose", "message", "tracking_number"),
    *("recipient", "extra", "street", "postal_code", "city"),
)


class Migration(migrations.Migration):
    dependencies = [("materials", "0017_words_of_films_without_words")]
    operations = [
        migrations.AddField("order", "forgotten_at", models.DateTimeField("Namen gelöscht", editable=False, null=True)),
        AddConstraintNotValid(
            "order",
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(person=None, **dict.fromkeys(TYPED, "")),
                name="order_forgotten_with_all_that_was_typed",
            ),
        ),
    ]

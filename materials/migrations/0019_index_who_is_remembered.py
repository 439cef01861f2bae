"""While the portal runs: nobody who orders waits for these."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("materials", "0018_orders_forgotten")]
    operations = [
        ValidateConstraint("order", "order_forgotten_with_all_that_was_typed"),
        AddIndexConcurrently(
            "order", models.Index(fields=["created_at"], condition=Q(forgotten_at=None), name="order_remembered")
        ),
    ]

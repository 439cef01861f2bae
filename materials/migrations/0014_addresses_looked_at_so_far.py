"""Until now the notice stood beside the decision: who promised an order had its address before their eyes."""

from django.db import migrations
from django.db.models import F

AT_ONCE = 1000


def take_over(apps, schema_editor):
    orders = apps.get_model("materials", "Order").objects
    decided = orders.filter(is_other_address=True, address_confirmed_at=None, decided_at__isnull=False)
    while keys := list(decided.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        orders.filter(pk__in=keys).update(address_confirmed_at=F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("materials", "0013_address_confirmed_at")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]

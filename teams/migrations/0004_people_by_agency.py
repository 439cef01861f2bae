from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """While the portal runs: nobody who registers waits for this index."""

    atomic = False
    dependencies = [("teams", "0003_agency_of_person")]

    operations = [
        AddIndexConcurrently(model_name="person", index=models.Index(fields=["agency"], name="people_of_agency")),
    ]

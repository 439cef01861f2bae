from datetime import date
from decimal import Decimal

from django.db import migrations

UBA = "Umweltbundesamt: Entwicklung der spezifischen Treibhausgas-Emissionen des deutschen Strommix, Climate Change 13/2025"
FIRST = [
    ("price", "30", "Annahme, bitte prüfen", 2026, date(2022, 1, 1)),
    ("co2", "433", UBA, 2022, date(2022, 1, 1)),
    ("co2", "386", f"{UBA} (vorläufig)", 2023, date(2023, 1, 1)),
    ("co2", "363", f"{UBA} (geschätzt)", 2024, date(2024, 1, 1)),
]


def fill_in(apps, schema_editor):
    assumptions = apps.get_model("teams", "SavingsAssumption").objects
    for kind, value, source, year, day in FIRST:
        row = {"value": Decimal(value), "source": source, "year": year}
        assumptions.get_or_create(kind=kind, valid_from=day, defaults=row)


class Migration(migrations.Migration):
    """Figures to begin with; staff keep them from here on."""

    dependencies = [("teams", "0013_local_actions")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]

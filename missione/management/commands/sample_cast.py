"""Print the accounts of the sample cast."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from teams.sample import CAST, Role


def code_of(role: Role) -> str:
    """The campaign team has a second factor, and the sample one code that always counts."""
    return settings.SAMPLE_CODE if role.is_staff else ""


class Command(BaseCommand):
    help = "Print names, roles, addresses, passwords and codes of the sample cast (only where SHOW_SAMPLE_CAST is set)."

    def handle(self, **options):
        if not settings.SHOW_SAMPLE_CAST:
            raise CommandError("The sample cast exists only where SHOW_SAMPLE_CAST=1 is set, as script/server does.")
        rows = [("Rolle", "Name", "E-Mail", "Passwort", "Code beim Anmelden")]
        rows += [(role.title, f"{role.first_name} {role.last_name}", role.email, role.password, code_of(role)) for role in CAST]
        widths = [max(len(row[column]) for row in rows) for column in range(5)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

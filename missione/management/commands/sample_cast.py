"""Print the accounts of the sample cast."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from teams.sample import CAST


class Command(BaseCommand):
    help = "Print names, roles, addresses and passwords of the sample cast (only where SHOW_SAMPLE_CAST is set)."

    def handle(self, **options):
        if not settings.SHOW_SAMPLE_CAST:
            raise CommandError("The sample cast exists only where SHOW_SAMPLE_CAST=1 is set, as script/server does.")
        rows = [("Rolle", "Name", "E-Mail", "Passwort")]
        rows += [(role.title, f"{role.first_name} {role.last_name}", role.email, role.password) for role in CAST]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

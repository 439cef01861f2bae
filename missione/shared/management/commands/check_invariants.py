"""manage.py check_invariants: does the database keep what the portal promises? Reads only; for the night and after a failure."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from missione.shared.invariants import all_promises, broken_promises


class Command(BaseCommand):
    help = "List every broken promise of the portal; the exit status is 1 if there is one."

    def handle(self, *args, **options):
        broken = asked_in_one_moment()
        for line in broken:
            self.stdout.write(line)
        if broken:
            raise CommandError(f"{len(broken)} lines about {len(all_promises())} promises.")
        self.stdout.write(f"All {len(all_promises())} promises hold.")


def asked_in_one_moment() -> list[str]:
    """A booking between two questions must not look like a broken promise. Inside a test's transaction it is one anyway."""
    if connection.in_atomic_block:
        return list(broken_promises())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return list(broken_promises())

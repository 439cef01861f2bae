"""Fill an empty portal with sample people, offers, events and bookings. Twice is once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from materials import sample as materials
from seminars import sample as seminars
from teams import sample as teams


class Command(BaseCommand):
    help = "Load the sample data (only where SHOW_SAMPLE_CAST is set, as script/server does)."

    def handle(self, **options):
        if not settings.SHOW_SAMPLE_CAST:
            raise CommandError(
                "Sample data is for trying out: it is loaded only where SHOW_SAMPLE_CAST=1 is set, as script/server does."
            )
        with transaction.atomic(), materials.papers_made() as bench:
            teams.load()
            materials.load(bench)
            is_new = seminars.load()
            materials.load_papers(bench)
        self.stdout.write("The sample data is loaded." if is_new else "The sample data is there already.")

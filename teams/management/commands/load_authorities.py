"""Fill in the ministries and authorities that the portal begins with."""

from django.core.management.base import BaseCommand

from teams.actions import load_authorities


class Command(BaseCommand):
    help = "Add the ministries and authorities that are missing. Twice is once; what staff changed stays."

    def handle(self, **options):
        self.stdout.write(f"{load_authorities()} authorities added.")

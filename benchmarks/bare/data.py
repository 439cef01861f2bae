"""As many people and dates as the portal gets."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from benchmarks.bare.models import Event
from benchmarks.people import EVENTS, PEOPLE, SEATS, session_of


def fill() -> dict:
    people = User.objects.bulk_create(
        User(username=f"person{n}", first_name="Miriam", last_name=f"Mitglied {n}", password="!") for n in range(PEOPLE)
    )
    today = timezone.now().replace(microsecond=0)
    Event.objects.bulk_create(
        Event(
            title="Kompakt-Webinar Strom",
            slug=f"kompakt-webinar-strom-{n}",
            starts_at=today + timedelta(days=3 + n),
            place="Online",
            summary="Strom sparen im Büro, in einer Stunde: was wirkt und was nicht.",
            seats=SEATS,
        )
        for n in range(EVENTS)
    )
    return {
        "sessions": [session_of(person) for person in people],
        "list": "/",
        "events": [event.get_absolute_url() for event in Event.objects.order_by("pk")],
        "book": "book/",
    }

"""A portal with people and dates: twelve offers with five dates each."""

from datetime import timedelta

from benchmarks.past import PER_PERSON, write_past
from benchmarks.people import EVENTS, PEOPLE, SEATS, session_of
from missione.shared import clock
from seminars.choices import Audience, Format, Mode, Topic
from seminars.models import Event, EventDay, Offer
from teams.models import Person

OFFERS = 12
LENGTH = timedelta(minutes=90)
TEXT = """Ein Absatz darüber, was in einem Büro Strom braucht, und was davon *nötig* ist.

- Beleuchtung und Bildschirme
- Drucker und Kaffeeküche

Danach sprechen wir über **Messgeräte** und darüber, wie man Kolleginnen und Kollegen gewinnt.
"""


def fill(bookings: int = 0, per_event: int = 50) -> dict:
    """With so many bookings of past events."""
    people = make_people(max(PEOPLE, bookings // PER_PERSON))[:PEOPLE]
    make_dates(EVENTS)
    write_past(bookings, per_event)
    events = Event.objects.upcoming().select_related("offer")
    return {
        "sessions": [session_of(person) for person in people],
        "list": "/seminare/",
        "events": [event.get_absolute_url() for event in events],
        "book": "buchen/",
        "mine": "/meine-termine/vergangen/",
    }


def make_people(count: int) -> list[Person]:
    return Person.objects.bulk_create(
        Person(email=f"person{n}@behoerde.example", first_name="Miriam", last_name=f"Mitglied {n}", password="!")
        for n in range(count)
    )


def make_dates(count: int) -> None:
    """Each on a day of its own, so that everybody can book every one of them."""
    offers = [make_offer(n) for n in range(OFFERS)]
    today = clock.now().replace(microsecond=0)
    events = Event.objects.bulk_create(
        Event(
            offer=offers[n % OFFERS],
            slug=f"termin-{n}",
            speakers="Dr. Lena Beispiel",
            starts_at=(start := today + timedelta(days=3 + n)),
            ends_at=start + LENGTH,
            mode=Mode.ONSITE if n % 3 == 0 else Mode.ONLINE,
            venue="Haus der Technik, Raum 1" if n % 3 == 0 else "",
            address="Hauptstraße 1, 45127 Essen" if n % 3 == 0 else "",
            seats=SEATS,
            published_at=today,
        )
        for n in range(count)
    )
    EventDay.objects.bulk_create(EventDay(event=event, starts_at=event.starts_at, ends_at=event.ends_at) for event in events)


def make_offer(n: int) -> Offer:
    return Offer.objects.create(
        title=f"Kompakt-Webinar Strom, Teil {n + 1}",
        slug=f"kompakt-webinar-strom-{n + 1}",
        format=Format.WEBINAR,
        topic=Topic.ELECTRICITY,
        audience=Audience.MULTIPLIERS,
        summary="Strom sparen im Büro, in einer Stunde: was wirkt und was nicht.",
        description=TEXT,
        takeaways=TEXT,
        requirements="Einen Rechner mit Ton und eine ruhige Stunde.",
        also_received="das Kompendium",
        duration="90 Minuten",
        published_at=clock.now(),
    )

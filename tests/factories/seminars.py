"""Offers and events; bookings are made by the actions."""

from datetime import timedelta

import factory

from missione.shared import clock
from seminars.actions import Span, book_seat, cancel_event, create_event
from seminars.choices import Audience, Format, Mode, Topic
from seminars.models import Booking, Event, Offer
from tests.factories.teams import PersonFactory


def two_weeks_on():
    return clock.now().replace(microsecond=0) + timedelta(days=14)


def call_off(event):
    cancel_event(event=event, reason="Die Leitung ist erkrankt.")
    event.refresh_from_db()


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    class Params:
        draft = factory.Trait(published_at=None)

    title = factory.Sequence(lambda n: f"Kompakt-Webinar {n}")
    slug = factory.Sequence(lambda n: f"kompakt-webinar-{n}")
    format = Format.WEBINAR
    topic = Topic.ELECTRICITY
    audience = Audience.MULTIPLIERS
    summary = "Strom sparen im Büro, in einer Stunde."
    mode = Mode.ONLINE
    published_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=30))


class EventFactory(factory.django.DjangoModelFactory):
    """An event of ninety minutes in two weeks; `days` replaces that by several, `full` has one seat, and that is taken."""

    class Meta:
        model = Event
        skip_postgeneration_save = True  # it would write the row back as it was before the action

    class Params:
        draft = factory.Trait(published_at=None)
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: clock.now() - timedelta(days=14)))
        hybrid = factory.Trait(mode=Mode.HYBRID, venue="Haus der Technik", address="Hauptstraße 1, 45127 Essen")
        onsite = factory.Trait(mode=Mode.ONSITE, venue="Haus der Technik", address="Hauptstraße 1, 45127 Essen")
        full = factory.Trait(seats=1, booked=factory.PostGeneration(lambda event, *_: BookingFactory(event=event)))
        cancelled = factory.Trait(called_off=factory.PostGeneration(lambda event, *_: call_off(event)))

    offer = factory.SubFactory(OfferFactory)
    starts_at = factory.LazyFunction(two_weeks_on)
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(minutes=90))
    seats = 16
    published_at = factory.LazyFunction(lambda: clock.now() - timedelta(days=30))

    @classmethod
    def _create(cls, model_class, *args, starts_at, ends_at, days=None, **fields):
        return create_event(days=days or [Span(starts_at, ends_at)], **fields)


class BookingFactory(factory.django.DjangoModelFactory):
    """A booking made by the action: a seat, or a place in the queue of a full event. Of a past event: made in time."""

    class Meta:
        model = Booking

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)

    @classmethod
    def _create(cls, model_class, *args, event, **fields):
        in_time = min(clock.now(), event.closing_at - timedelta(days=7))
        with clock.moved_to(in_time if event.has_begun else clock.now()):
            booking = book_seat(event=event, join_waiting_list=True, **fields)
        event.refresh_from_db()
        return booking

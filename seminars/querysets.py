"""The questions to the tables of this app."""

from datetime import datetime

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth

from missione.shared import clock
from missione.shared.search import normalise
from seminars.choices import ACTIVE, HOLDS_A_SEAT, OPEN, Mode, State

# What a list says of an event (glance.py); a list that said more would ask for it row by row.
IN_LISTS = (
    "slug", "subtitle", "starts_at", "ends_at", "mode", "venue", "seats", "seats_taken", "waiting_count", "opens_at", "closes_at",
    "cancelled_at", "cancellation_reason",
    "offer__title", "offer__slug", "offer__format", "offer__topic", "offer__summary",
)  # fmt: skip


class OfferQuerySet(models.QuerySet):
    def visible_to(self, person) -> "OfferQuerySet":
        """What is live is a question to the clock; a preview for staff has an address of its own."""
        return self.filter(published_at__lte=clock.now())


class EventQuerySet(models.QuerySet):
    def visible_to(self, person) -> "EventQuerySet":
        return self.filter(published_at__lte=clock.now(), offer__published_at__lte=clock.now())

    def upcoming(self) -> "EventQuerySet":
        """Not yet over, the next one first.

        NULLS FIRST changes nothing but the plan: for a page of them PostgreSQL would else walk through all past events in the
        order of the index on starts_at, instead of sorting the few that are not over.
        """
        return self.filter(ends_at__gt=clock.now()).order_by(F("starts_at").asc(nulls_first=True), "pk")

    def about(self, words: str) -> "EventQuerySet":
        """Every word must occur somewhere in the offer's title, summary or description, or in the place."""
        found = self
        for word in normalise(words).split()[:8]:
            found = found.filter(Q(offer__search_text__contains=word) | Q(search_text__contains=word))
        return found

    def taking_part(self, mode: str) -> "EventQuerySet":
        return self.filter(mode__in=[mode, Mode.HYBRID])

    def between(self, start: datetime, end: datetime) -> "EventQuerySet":
        """Touching the half-open span from start to end."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def with_free_seats(self) -> "EventQuerySet":
        now = clock.now()
        return self.filter(
            Q(opens_at=None) | Q(opens_at__lte=now),
            Q(closes_at=None) | Q(closes_at__gt=now),
            starts_at__gt=now,
            cancelled_at=None,
            seats_taken__lt=F("seats"),
            waiting_count=0,
        )

    def for_lists(self) -> "EventQuerySet":
        return self.select_related("offer").only(*IN_LISTS)

    def this_and_upcoming(self, slug: str) -> "EventQuerySet":
        """Of one offer: the event of this address first, then the upcoming ones; one question for the page of an event."""
        this = Q(slug=slug)
        found = self.filter(this | Q(ends_at__gt=clock.now())).select_related("offer")
        return found.order_by(ExpressionWrapper(this, models.BooleanField()).desc(), "starts_at", "pk")

    def of_offer(self, offer) -> "EventQuerySet":
        """For a list on the page of their offer, which is not asked for again."""
        return self.filter(offer=offer).only("offer", *(name for name in IN_LISTS if "__" not in name))

    def per_month(self) -> dict[datetime, int]:
        """The months in Berlin in which they begin, and how many in each."""
        month = TruncMonth("starts_at", tzinfo=clock.BERLIN)
        return dict(
            self.order_by().annotate(month=month).values("month").annotate(number=Count("pk")).values_list("month", "number")
        )

    def locked(self) -> "EventQuerySet":
        """The row that guards all bookings of the event. NO KEY, so that rows pointing at it can still be written."""
        return self.select_for_update(no_key=True, of=("self",))


# Open, and more than a place in the queue.
AHEAD = Q(state__in=(State.REQUESTED, State.OFFERED, State.BOOKED))


class BookingQuerySet(models.QuerySet):
    def of(self, person) -> "BookingQuerySet":
        return self.filter(person=person)

    def open(self) -> "BookingQuerySet":
        return self.filter(state__in=OPEN)

    def active(self) -> "BookingQuerySet":
        """Of these a person has at most one per event."""
        return self.filter(state__in=ACTIVE)

    def active_at(self, event):
        """The one that a person has at an event, or None."""
        return self.active().filter(event=event).order_by("pk").first()

    def holding_a_seat(self) -> "BookingQuerySet":
        return self.filter(state__in=HOLDS_A_SEAT)

    def waiting(self) -> "BookingQuerySet":
        """In order of arrival."""
        return self.filter(state=State.WAITING).order_by("number")

    def ahead(self) -> "BookingQuerySet":
        """What a person still has before them: a seat, an offered one, or a request."""
        return self.filter(AHEAD, event__ends_at__gt=clock.now()).order_by("event__starts_at", "pk")

    def queueing(self) -> "BookingQuerySet":
        return self.filter(state=State.WAITING, event__ends_at__gt=clock.now()).order_by("event__starts_at", "pk")

    def done_with(self) -> "BookingQuerySet":
        """Over, cancelled or expired; the latest first."""
        over = Q(event__ends_at__lte=clock.now()) | ~Q(state__in=OPEN)
        return self.filter(over).order_by("-event__starts_at", "-pk")

    def with_position(self) -> "BookingQuerySet":
        """`position`: the place in the queue of who waits, counted from 1."""
        queue = self.model.objects.filter(event=OuterRef("event"), state=State.WAITING, number__lte=OuterRef("number"))
        return self.annotate(position=Subquery(queue.order_by().values("event").annotate(n=Count("pk")).values("n")))

    def clashing_with(self, event, days) -> "BookingQuerySet":
        """Seats held on the same hours as one of `days` at other events that take place."""
        same_hours = Q()
        for day in days:
            same_hours |= Q(event__days__starts_at__lt=day.ends_at, event__days__ends_at__gt=day.starts_at)
        about_then = self.filter(event__starts_at__lt=event.ends_at, event__ends_at__gt=event.starts_at, event__cancelled_at=None)
        return about_then.holding_a_seat().filter(same_hours).exclude(event=event)

"""The questions to the tables of this app."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncMonth

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

    def others_free_for(self, booking) -> "EventQuerySet":
        """Other dates of the same offer where a seat can be had at once, and where the person is not yet."""
        elsewhere = self.visible_to(booking.person).upcoming().with_free_seats().filter(offer=booking.event.offer)
        return elsewhere.exclude(pk__in=booking.person.bookings.active().values("event"))

    def with_requests(self) -> "EventQuerySet":
        """`requests`: how many people asked for a seat and wait for the campaign team's answer."""
        bookings = self.model._meta.get_field("bookings").related_model.objects
        counted = (
            bookings.filter(event=OuterRef("pk")).to_be_decided().order_by().values("event").annotate(n=Count("pk")).values("n")
        )
        return self.annotate(requests=Coalesce(Subquery(counted), 0))

    def for_lists(self) -> "EventQuerySet":
        return self.select_related("offer").only(*IN_LISTS)

    def this_and_upcoming(self, slug: str) -> "EventQuerySet":
        """Of one offer: the event of this address first, then the upcoming ones; one question for the page of an event.

        Each knows whether its offer `hands_out` anything: most do not, and are not asked what.
        """
        this = Q(slug=slug)
        handed_out = self.model._meta.get_field("offer").related_model.hand_outs.through
        found = self.filter(this | Q(ends_at__gt=clock.now())).select_related("offer")
        found = found.annotate(hands_out=Exists(handed_out.objects.filter(offer=OuterRef("offer"))))
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


# A booking of which nobody knows any more what was said; needs can tell of somebody's health.
WITHOUT_WORDS = {"needs": [], "message": "", "cancellation_reason": "", "passed_over_because": ""}
# Open, and more than a place in the queue.
AHEAD = Q(state__in=(State.REQUESTED, State.OFFERED, State.BOOKED))


class BookingQuerySet(models.QuerySet):
    def of(self, person) -> "BookingQuerySet":
        return self.filter(person=person)

    def of_team(self, team) -> "BookingQuerySet":
        """What the team's members of today still have before them, however they came to it."""
        still = self.filter(person__memberships__team=team, event__ends_at__gt=clock.now()).open()
        return still.select_related("event__offer", "person").order_by("event__starts_at", "event", "number")

    def named(self) -> "BookingQuerySet":
        return self.filter(person__isnull=False)

    def unnamed(self) -> "BookingQuerySet":
        """Seats that are held for a team until they get a name."""
        return self.filter(person=None, state=State.BOOKED, forgotten_at=None)

    def held_for(self, team) -> "BookingQuerySet":
        return self.unnamed().filter(team=team)

    def with_words_until(self, moment: datetime) -> "BookingQuerySet":
        """Where somebody said something about an event that was over by then."""
        return self.filter(~Q(**WITHOUT_WORDS), event__ends_at__lt=moment)

    def remembered_since(self, moment: datetime) -> "BookingQuerySet":
        """Whose people are still known, of events that were over by then."""
        return self.filter(forgotten_at=None, event__ends_at__lt=moment)

    def open(self) -> "BookingQuerySet":
        return self.filter(state__in=OPEN)

    def active(self) -> "BookingQuerySet":
        """Of these a person has at most one per event."""
        return self.filter(state__in=ACTIVE)

    def active_at(self, event):
        """The one that a person has at an event, or None."""
        return self.active().filter(event=event).order_by("pk").first()

    def to_be_decided(self) -> "BookingQuerySet":
        """What staff have to look at: asked for, at events that take place and have not begun."""
        return self.filter(state=State.REQUESTED, event__cancelled_at=None, event__starts_at__gt=clock.now())

    def holding_a_seat(self) -> "BookingQuerySet":
        return self.filter(state__in=HOLDS_A_SEAT)

    def attended(self) -> "BookingQuerySet":
        return self.filter(state=State.ATTENDED)

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

"""Who has a seat, who waits, and who had one."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Timestamped
from seminars.choices import ACTIVE, HOLDS_A_SEAT, OPEN, UNDECIDED, Need, State, TakingPart
from seminars.models.events import Event
from seminars.querysets import BookingQuerySet

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike on paper


def new_reference() -> str:
    """A booking's number for people and addresses: random (40 bits), never a counter."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"ME-{code[:4]}-{code[4:]}"


class Booking(Timestamped):
    """One person at one event. Seats and the waiting list are one table; the order is `number`, given under the event's lock."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="bookings", verbose_name="Termin")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings", verbose_name="Person")
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von", editable=False
    )
    reference = models.CharField("Buchungsnummer", max_length=12, unique=True, default=new_reference, editable=False)
    state = models.CharField("Stand", max_length=10, choices=State)
    number = models.PositiveIntegerField("Reihenfolge", editable=False)
    seat_number = models.PositiveIntegerField("Platz", null=True, editable=False)
    seated_at = models.DateTimeField("Platz seit", null=True, editable=False)
    offered_until = models.DateTimeField("angeboten bis", null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    passed_over_because = models.CharField("übergangen, weil", max_length=200, blank=True, editable=False)
    taking_part = models.CharField("Teilnahme", max_length=10, choices=TakingPart, blank=True)
    needs = ArrayField(models.CharField(max_length=20, choices=Need), verbose_name="Bedarf", default=list, blank=True)
    message = models.CharField("Nachricht", max_length=400, blank=True)
    cancelled_at = models.DateTimeField("storniert", null=True, editable=False)
    cancelled_late = models.BooleanField("kurzfristig storniert", default=False, editable=False)
    cancellation_reason = models.CharField("Grund", max_length=250, blank=True, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "Buchung"
        verbose_name_plural = "Buchungen"
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(state__in=ACTIVE), name="one_active_booking_per_person"
            ),
            models.UniqueConstraint(fields=["event", "number"], name="one_place_in_the_queue_each"),
            models.UniqueConstraint(
                fields=["event", "seat_number"], condition=Q(seat_number__isnull=False), name="one_booking_per_seat"
            ),
            # That a seat lies within the event's seats is held by a trigger (migration 0003).
            models.CheckConstraint(
                condition=Q(state__in=HOLDS_A_SEAT, seat_number__gte=1, seated_at__isnull=False)
                | (~Q(state__in=HOLDS_A_SEAT) & Q(seat_number=None)),
                name="a_seat_exactly_for_who_holds_one",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OFFERED, offered_until__isnull=False) | (~Q(state=State.OFFERED) & Q(offered_until=None)),
                name="offered_with_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
                name="cancelled_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "number"], condition=Q(state__in=UNDECIDED), name="booking_undecided"),
            models.Index(fields=["person", "event"], name="booking_of_person"),
            models.Index(fields=["offered_until"], condition=Q(state=State.OFFERED), name="booking_offered"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("seminars:booking", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def can_still_be_cancelled(self) -> bool:
        return self.is_open and not self.event.has_begun

    @property
    def can_be_moved(self) -> bool:
        """A request is decided where it was made."""
        return self.can_still_be_cancelled and self.state != State.REQUESTED

    @property
    def would_be_late(self) -> bool:
        """Cancelling now would be after the deadline; only a booked seat can be late."""
        return self.state == State.BOOKED and self.event.cancelling_is_late

    @property
    def needs_in_words(self) -> str:
        return ", ".join(str(Need(need).label) for need in self.needs)


class Reminder(models.Model):
    """A reminder that was sent: one per booking, rule and version of the event, so that a doubled tick does nothing."""

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField()
    event_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "days_before", "event_version"], name="one_reminder_per_rule_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.days_before} d"

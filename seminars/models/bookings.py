"""Who has a seat, who waits, and who had one."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Timestamped
from seminars.choices import ACTIVE, HOLDS_A_SEAT, OPEN, OVER, UNDECIDED, Need, State, TakingPart
from seminars.models.events import Event
from seminars.querysets import WITHOUT_WORDS, BookingQuerySet
from teams.models import Ministry, Team

WORDS_LAST = timedelta(days=30)  # after the event: the interpreter has been, and is paid
OCCASION = "booking:"  # and the key of the booking
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike on paper


def new_reference() -> str:
    """A booking's number for people and addresses: random (40 bits), never a counter."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"ME-{code[:4]}-{code[4:]}"


class Booking(Timestamped):
    """One person at one event. Seats and the waiting list are one table; the order is `number`, given under the event's lock.

    A lead may hold a seat for the team whose person is named later: `unnamed_until` says until when.
    Long after the event the people are forgotten (`forgotten_at`); the seat, what became of it and the ministry stay.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="bookings", verbose_name="Termin")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings", verbose_name="Person", null=True
    )
    team = models.ForeignKey(
        Team, models.PROTECT, related_name="bookings", verbose_name="Team", null=True, editable=False, db_index=False
    )
    unnamed_until = models.DateTimeField("zu benennen bis", null=True, editable=False)
    name_asked_at = models.DateTimeField("an den Namen erinnert", null=True, editable=False)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="eingetragen von", null=True, editable=False
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
    cancelled_by_staff = models.BooleanField("vom Kampagnenteam beendet", default=False, db_default=False, editable=False)
    cancellation_reason = models.CharField("Grund", max_length=250, blank=True, editable=False)
    moved_to = models.ForeignKey(
        "self", models.PROTECT, related_name="moved_from", verbose_name="umgebucht auf", null=True, editable=False, db_index=False
    )
    handed_over_at = models.DateTimeField("weitergegeben", null=True, editable=False)
    stands_in_for = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="taken_over",
        verbose_name="Vertretung für",
        null=True,
        editable=False,
        db_index=False,
    )
    forgotten_at = models.DateTimeField("Namen gelöscht", null=True, editable=False)
    ministry = models.ForeignKey(
        Ministry, models.PROTECT, related_name="+", verbose_name="Ressort", null=True, editable=False, db_index=False
    )

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
            models.CheckConstraint(
                condition=Q(person__isnull=False, unnamed_until=None, forgotten_at=None)
                | Q(person=None, team__isnull=False, unnamed_until__isnull=False, state__in=(State.BOOKED, *OVER))
                | Q(person=None, forgotten_at__isnull=False),
                name="without_a_name_only_for_a_team_or_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at=None, booked_by__isnull=False)
                | Q(forgotten_at__isnull=False, person=None, booked_by=None, team=None, unnamed_until=None, **WITHOUT_WORDS),
                name="forgotten_with_all_that_was_said",
            ),
            models.CheckConstraint(condition=Q(moved_to=None) | Q(state=State.CANCELLED), name="moved_away_is_cancelled"),
            models.CheckConstraint(condition=Q(handed_over_at=None) | Q(state=State.CANCELLED), name="handed_over_is_cancelled"),
            models.UniqueConstraint(
                fields=["stands_in_for"], condition=Q(stands_in_for__isnull=False), name="one_takes_over_a_seat"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "number"], condition=Q(state__in=UNDECIDED), name="booking_undecided"),
            models.Index(fields=["person", "event"], name="booking_of_person"),
            models.Index(fields=["offered_until"], condition=Q(state=State.OFFERED), name="booking_offered"),
            models.Index(fields=["unnamed_until"], condition=Q(state=State.BOOKED, person=None), name="booking_unnamed"),
            models.Index(fields=["team", "event"], condition=Q(team__isnull=False), name="booking_of_team"),
            models.Index(fields=["event"], condition=Q(forgotten_at=None), name="booking_remembered"),
            models.Index(fields=["event"], condition=~Q(**WITHOUT_WORDS), name="booking_with_words"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("seminars:booking", args=[self.reference])

    @property
    def occasion(self) -> str:
        """What hand-outs are given because of."""
        return f"{OCCASION}{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_unnamed(self) -> bool:
        return self.person_id is None and not self.is_forgotten

    @property
    def is_forgotten(self) -> bool:
        return self.forgotten_at is not None

    @property
    def can_still_be_cancelled(self) -> bool:
        return self.is_open and not self.event.has_begun

    @property
    def can_be_named(self) -> bool:
        return self.is_unnamed and self.state == State.BOOKED and self.unnamed_until > clock.now() and not self.event.has_begun

    @property
    def can_be_handed_over(self) -> bool:
        """A seat can; a place in the queue keeps the order of arrival, an offered one is accepted first."""
        return self.state == State.BOOKED and not self.is_unnamed and not self.event.has_begun

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

"""When and where an offer takes place, and how many seats there are."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.models import Timestamped
from missione.shared.search import normalise
from missione.shared.wall_time import wall_moment
from seminars.choices import OF_A_BUILDING, Mode, Need
from seminars.models.offers import Offer
from seminars.querysets import EventQuerySet

FEW_SEATS = 5


def new_uid() -> str:
    """Random, with our host name: never computed from title, time or number."""
    return f"{uuid.uuid4()}@{settings.SITE_HOST}"


class Event(Timestamped):
    """An event (Termin) of an offer. Its row is the lock for all its bookings; its counters are kept under that lock."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="events", verbose_name="Angebot")
    slug = models.SlugField("Adresse", max_length=40, blank=True, help_text="Leer: das Datum.")
    former_slugs = ArrayField(models.SlugField(max_length=40), default=list, editable=False)
    uid = models.CharField(max_length=120, unique=True, default=new_uid, editable=False)
    version = models.PositiveIntegerField("Fassung", default=1, editable=False)
    subtitle = models.CharField("Zusatz", max_length=120, blank=True, help_text="Zum Beispiel: für die Finanzverwaltung.")
    speakers = models.CharField("Leitung", max_length=200, blank=True)
    starts_at = models.DateTimeField("Beginn", db_index=True, editable=False)
    ends_at = models.DateTimeField("Ende", editable=False)
    mode = models.CharField("Teilnahme", max_length=10, choices=Mode, default=Mode.ONLINE)
    venue = models.CharField("Ort", max_length=150, blank=True, help_text="Haus und Raum.")
    address = models.CharField("Anschrift", max_length=200, blank=True)
    access_note = models.CharField("Barrierefreiheit vor Ort", max_length=250, blank=True)
    join_link = models.URLField(
        "Zugang zur Videokonferenz", blank=True, max_length=500, help_text="Sehen nur Gebuchte, ab dem Vortag."
    )
    seats = models.PositiveIntegerField("Plätze", default=16, validators=[MinValueValidator(1)])
    seats_taken = models.PositiveIntegerField("vergeben", default=0, editable=False)
    waiting_count = models.PositiveIntegerField("auf der Warteliste", default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    opens_at = models.DateTimeField("Anmeldung ab", null=True, blank=True)
    closes_at = models.DateTimeField("Anmeldeschluss", null=True, blank=True, help_text="Leer: bis zum Beginn.")
    published_at = models.DateTimeField("sichtbar ab", null=True, blank=True, help_text="Leer: Entwurf.")
    cancelled_at = models.DateTimeField("abgesagt", null=True, blank=True, editable=False)
    cancellation_reason = models.CharField("Grund der Absage", max_length=250, blank=True, editable=False)
    revised_at = models.DateTimeField("zuletzt verlegt oder geändert", default=clock.now, editable=False)
    search_text = models.TextField(editable=False, default="")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "Termin"
        verbose_name_plural = "Termine"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "slug"], name="one_event_per_address"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="event_has_a_seat"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancellation_reason=""), name="event_cancelled_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="event_upcoming")]

    def __str__(self) -> str:
        return f"{self.offer.title}, {self.starts_at.astimezone(clock.BERLIN):%d.%m.%Y %H:%M}"

    def save(self, *args, **kwargs) -> None:
        if "update_fields" not in kwargs:
            self.search_text = normalise(f"{self.subtitle} {self.venue} {self.address} {self.speakers}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("seminars:event", args=[self.offer.slug, self.slug])

    @cached_property
    def all_days(self) -> list["EventDay"]:
        """Asked once: everything that speaks of an event names them, a letter five times. Who writes new ones forgets them."""
        return list(self.days.all())

    # --- truths about this row ---

    @property
    def title(self) -> str:
        return f"{self.offer.title}, {self.subtitle}" if self.subtitle else self.offer.title

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.published_at <= clock.now() and self.offer.is_live

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def is_hybrid(self) -> bool:
        return self.mode == Mode.HYBRID

    @property
    def possible_needs(self) -> list[Need]:
        """What somebody may need here."""
        return [need for need in Need if not (self.is_online and need in OF_A_BUILDING)]

    @property
    def closing_at(self) -> datetime:
        """When booking ends: the closing date, or the start."""
        return min(self.closes_at, self.starts_at) if self.closes_at else self.starts_at

    @property
    def opens_later(self) -> bool:
        return self.opens_at is not None and self.opens_at > clock.now()

    @property
    def is_open(self) -> bool:
        """Booking (or queueing) is possible now."""
        return not self.is_cancelled and not self.opens_later and clock.now() < self.closing_at

    @property
    def cancel_until(self) -> datetime:
        """Until then a cancellation is in time; absolute hours before the start."""
        return self.starts_at - timedelta(hours=self.offer.cancellation_hours)

    def reminder_at(self, days_before: int) -> datetime:
        """Wall time in Berlin on that day; on the night of the clock change, an hour that exists once."""
        day = self.starts_at.astimezone(clock.BERLIN).date() - timedelta(days=days_before)
        try:
            return wall_moment(day, self.offer.reminder_time)
        except Refused:
            return wall_moment(day, self.offer.reminder_time.replace(hour=4))

    @property
    def cancelling_is_late(self) -> bool:
        return clock.now() > self.cancel_until

    @property
    def free_seats(self) -> int:
        return max(0, self.seats - self.seats_taken)

    @property
    def over_limit(self) -> int:
        """Seats taken beyond the limit, after staff lowered it."""
        return max(0, self.seats_taken - self.seats)

    @property
    def has_room(self) -> bool:
        """A newcomer may have a seat at once: nobody waits, and one is free."""
        return self.waiting_count == 0 and self.free_seats > 0

    @property
    def situation(self) -> tuple[str, str]:
        """(level, words): how it stands, always in words; level is KERN's info, success, warning or danger."""
        if self.is_cancelled:
            return "danger", f"Abgesagt: {self.cancellation_reason}"
        if self.is_over:
            return "info", "Vorbei"
        if self.has_begun:
            return "info", "Läuft gerade"
        if self.opens_later:
            return "info", f"Anmeldung ab {self.opens_at.astimezone(clock.BERLIN):%d.%m.%Y}"
        if not self.is_open:
            return "warning", "Anmeldeschluss vorbei"
        return self._seats_in_words()

    def _seats_in_words(self) -> tuple[str, str]:
        if self.waiting_count:
            return "warning", f"Warteliste ({self.waiting_count})"
        if not self.free_seats:
            return "warning", "Ausgebucht, Warteliste offen"
        if self.free_seats == 1:
            return "info", "Noch 1 Platz"
        if self.free_seats <= FEW_SEATS:
            return "info", f"Noch {self.free_seats} Plätze"
        return "success", "Plätze frei"


class EventDay(models.Model):
    """One day of an event. Every event has at least one; its own starts_at and ends_at are the first and the last of them."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="days")
    starts_at = models.DateTimeField("Beginn")
    ends_at = models.DateTimeField("Ende")

    class Meta:
        verbose_name = "Tag"
        verbose_name_plural = "Tage"
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="day_ends_after_it_starts"),
            models.UniqueConstraint(fields=["event", "starts_at"], name="one_day_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at.astimezone(clock.BERLIN):%d.%m.%Y %H:%M}"

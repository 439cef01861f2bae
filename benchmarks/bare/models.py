"""Events, and who has a seat."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class Event(models.Model):
    title = models.CharField(max_length=150)
    slug = models.SlugField(unique=True)
    starts_at = models.DateTimeField(db_index=True)
    place = models.CharField(max_length=150)
    summary = models.CharField(max_length=250)
    seats = models.PositiveIntegerField()
    seats_taken = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.slug])


class Booking(models.Model):
    event = models.ForeignKey(Event, models.PROTECT)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    message = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="one_booking_per_person")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.event_id}"

    def get_absolute_url(self) -> str:
        return reverse("booking", args=[self.pk])

"""What is taught: an offer has no date; its events have."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from materials.models import Document
from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.search import normalise
from seminars.choices import Audience, Format, Mode, Topic
from seminars.querysets import OfferQuerySet


def _a_week_and_a_day() -> list[int]:
    return [7, 1]


class Offer(Timestamped):
    """An offer (Angebot): what is taught, to whom, and the rules that its events share."""

    title = models.CharField("Titel", max_length=150)
    slug = models.SlugField("Adresse", max_length=80, unique=True, help_text="Letzter Teil der Internetadresse.")
    format = models.CharField("Format", max_length=20, choices=Format)
    topic = models.CharField("Thema", max_length=20, choices=Topic)
    audience = models.CharField("für", max_length=20, choices=Audience)
    summary = models.CharField("in einem Satz", max_length=250, help_text="Steht in Listen und unter der Überschrift.")
    description = models.TextField("Worum es geht", blank=True, help_text="Markdown.")
    takeaways = models.TextField("Das nehmen Sie mit", blank=True, help_text="Markdown, am besten eine kurze Liste.")
    requirements = models.TextField("Das brauchen Sie", blank=True, help_text="Markdown. Technik, Vorwissen, Raum.")
    hand_outs = models.ManyToManyField(
        Document,
        verbose_name="Unterlagen",
        blank=True,
        related_name="+",
    )
    also_received = models.CharField(
        "Sie erhalten außerdem",
        max_length=150,
        blank=True,
        db_column="hand_out",
        help_text="Was kein Dokument ist, zum Beispiel: ein Messgerät für zu Hause.",
    )
    duration = models.CharField("Dauer in Worten", max_length=60, blank=True, help_text="Zum Beispiel: 1,5 Tage.")
    seats = models.PositiveSmallIntegerField("Plätze je Termin", default=16, validators=[MinValueValidator(1)])
    mode = models.CharField("Teilnahme", max_length=10, choices=Mode, default=Mode.ONLINE)
    needs_approval = models.BooleanField(
        "Anmeldung wird geprüft", default=False, help_text="Mit Haken bestätigt das Kampagnenteam jede Anmeldung einzeln."
    )
    cancellation_hours = models.PositiveSmallIntegerField(
        "Stornofrist in Stunden", default=48, help_text="Danach geht es immer noch, gilt aber als kurzfristig."
    )
    reminder_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(60)]),
        verbose_name="Erinnern, Tage vorher",
        default=_a_week_and_a_day,
        blank=True,
        size=5,
        help_text="Mit Komma getrennt, zum Beispiel: 7, 1. Leer: keine Erinnerung.",
    )
    reminder_time = models.TimeField("Uhrzeit der Erinnerung", default=time(9), help_text="Ortszeit.")
    published_at = models.DateTimeField(
        "sichtbar ab", null=True, blank=True, db_index=True, help_text="Leer: Entwurf, nur in der Vorschau zu sehen."
    )
    search_text = models.TextField(editable=False, default="")

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "Angebot"
        verbose_name_plural = "Angebote"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = normalise(
            f"{self.title} {self.summary} {self.description} {self.get_topic_display()} {self.get_format_display()}"
        )
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("seminars:offer", args=[self.slug])

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.published_at <= clock.now()

"""What teams do in their buildings: the action itself, its meters, its pictures, and what a saved kilowatt hour is worth."""

import secrets
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format

from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.models.teams import LONGEST_SITE, Team
from teams.querysets.local_actions import LocalActionQuerySet, PictureQuerySet, today

MOST_REACHED = 20_000  # more work in no authority of the state
MOST_KWH = Decimal("99999999.999")
MOST_METERS = 20
MOST_PICTURES = 12
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without what looks alike on paper


def new_slug() -> str:
    """Never a word that is an address already."""
    return "a-" + "".join(secrets.choice(_LETTERS) for _ in range(10))


def new_key() -> str:
    """160 bits: who has not been told it does not find the picture."""
    return secrets.token_hex(20)


def whoever(words: str) -> models.ForeignKey:
    """Somebody whose account may go; what they did stays with the team."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=words, null=True, blank=True, editable=False, related_name="+"
    )


class Standing(NamedTuple):
    """A badge: how much it matters (as KERN calls it), and what it says."""

    level: str
    words: str


class LocalAction(Timestamped):
    """Something a team does in its building. The row of the team is the lock for all its actions."""

    class Kind(models.TextChoices):
        DAY = "day", "Aktionstag"
        WEEK = "week", "Aktionswoche"
        KICKOFF = "kickoff", "Auftaktveranstaltung"
        STAND = "stand", "Infostand"
        ROUNDS = "rounds", "Bürorundgänge"
        BREAKFAST = "breakfast", "Energiefrühstück"
        LENDING = "lending", "Messgeräte-Verleih"
        BINGO = "bingo", "Bingokarte oder Abreißzettel"
        EVENING = "evening", "Film- oder Spieleabend"
        CONTEST = "contest", "Wettbewerb oder Quiz"
        TALK = "talk", "Vortrag oder Führung"
        OTHER = "other", "Sonstiges"

    team = models.ForeignKey(Team, models.PROTECT, related_name="local_actions", verbose_name="Team")
    slug = models.SlugField("Adresse", max_length=20, unique=True, default=new_slug, editable=False)
    kind = models.CharField("Art", max_length=10, choices=Kind)
    title = models.CharField("Titel", max_length=120, validators=[no_control_characters])
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis")
    time_text = models.CharField("Uhrzeit", max_length=80, blank=True, validators=[no_control_characters])
    site = models.CharField("Ort", max_length=LONGEST_SITE, blank=True, validators=[no_control_characters])
    description = models.TextField("Beschreibung", max_length=2000, blank=True, validators=[no_control_characters])
    reached = models.PositiveIntegerField("erreichte Beschäftigte", null=True, blank=True)
    report = models.TextField("Kurzbericht", max_length=3000, blank=True, validators=[no_control_characters])
    published_at = models.DateTimeField("öffentlich seit", null=True, editable=False)
    cancelled_at = models.DateTimeField("abgesagt am", null=True, editable=False)
    cancellation_reason = models.CharField("Grund der Absage", max_length=250, blank=True, editable=False)
    hidden_at = models.DateTimeField("ausgeblendet am", null=True, editable=False)
    hidden_reason = models.CharField("Grund des Ausblendens", max_length=400, blank=True, editable=False)
    created_by = whoever("eingetragen von")

    objects = LocalActionQuerySet.as_manager()

    class Meta:
        verbose_name = "lokale Aktion"
        verbose_name_plural = "lokale Aktionen"
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["starts_on"], name="local_action_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="local_action_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(reached=None) | Q(reached__lte=MOST_REACHED), name="local_action_reached_a_possible_number"
            ),
            models.CheckConstraint(condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="local_action_hidden_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where everybody finds it, once it is public."""
        return reverse("local_actions:detail", args=[self.slug])

    @property
    def team_url(self) -> str:
        """Where its team works on it."""
        return reverse("teams:action", args=[self.team.slug, self.slug])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.hidden_at is None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= today()

    @property
    def is_over(self) -> bool:
        return self.ends_on < today()

    @property
    def when(self) -> str:
        """2. bis 6. November 2026"""
        first, last = self.starts_on, self.ends_on
        if first == last:
            return date_format(first, "l, j. F Y")
        same_year = first.year == last.year
        begin = "j." if same_year and first.month == last.month else "j. F" if same_year else "j. F Y"
        return f"{date_format(first, begin)} bis {date_format(last, 'j. F Y')}"

    @property
    def standing(self) -> Standing | None:
        """What everybody may know."""
        if self.is_cancelled:
            return Standing("danger", "Abgesagt")
        return Standing("success", "Läuft gerade") if self.has_begun and not self.is_over else None

    @property
    def own_standing(self) -> Standing | None:
        """What its team has to know."""
        if self.hidden_at:
            return Standing("warning", "Ausgeblendet")
        if self.is_over and not self.is_cancelled and not self.report:
            return Standing("info", "Bericht fehlt")
        return self.standing or (Standing("info", "Nur im Team") if not self.published_at else None)


class MeterReading(Timestamped):
    """One meter in one of the two phases: read at the start and at the end, or only what was used in between."""

    class Phase(models.TextChoices):
        REFERENCE = "reference", "Referenzzeitraum"
        ACTION = "action", "Aktionszeitraum"

    action = models.ForeignKey(LocalAction, models.CASCADE, related_name="readings", verbose_name="Aktion")
    number = models.PositiveSmallIntegerField("Nummer des Zählers")
    meter = models.CharField("Zähler", max_length=60, validators=[no_control_characters])
    phase = models.CharField("Zeitraum", max_length=10, choices=Phase)
    from_day = models.DateField("von")
    to_day = models.DateField("bis")
    start_kwh = models.DecimalField("Stand am Anfang", max_digits=11, decimal_places=3, null=True, blank=True)
    end_kwh = models.DecimalField("Stand am Ende", max_digits=11, decimal_places=3, null=True, blank=True)
    used_kwh = models.DecimalField("Verbrauch", max_digits=11, decimal_places=3, null=True, blank=True)
    note = models.CharField("Bemerkung", max_length=200, blank=True, validators=[no_control_characters])

    class Meta:
        verbose_name = "Messung"
        verbose_name_plural = "Messungen"
        ordering = ["number", "-phase"]  # what is compared with comes first
        constraints = [
            models.UniqueConstraint(fields=["action", "number", "phase"], name="one_reading_per_meter_and_phase"),
            models.CheckConstraint(condition=Q(number__range=(1, MOST_METERS)), name="meter_has_a_number"),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="reading_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(used_kwh=None) | Q(start_kwh=None, end_kwh=None), name="reading_or_consumption_not_both"
            ),
            models.CheckConstraint(
                condition=Q(start_kwh=None) | Q(end_kwh=None) | Q(end_kwh__gte=F("start_kwh")), name="meter_runs_forward"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__range": (0, MOST_KWH)}), name=f"reading_{name}_is_possible"
                )
                for name in ("start_kwh", "end_kwh", "used_kwh")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter}, {self.get_phase_display()}"


class Picture(Timestamped):
    """A picture of an action, drawn anew at two sizes. Its files lie outside of what is served, under a name nobody guesses."""

    FOLDER = "pictures"
    SMALL, LARGE = SIZES = (640, 1280)  # at most so many pixels along the longer side

    action = models.ForeignKey(LocalAction, models.CASCADE, related_name="pictures", verbose_name="Aktion")
    key = models.SlugField(max_length=40, unique=True, default=new_key, editable=False)
    original_name = models.CharField("Dateiname", max_length=200, editable=False)
    alt_text = models.CharField("Bildbeschreibung", max_length=250, validators=[no_control_characters])
    credit = models.CharField("Bildnachweis", max_length=120, blank=True, validators=[no_control_characters])
    consented_at = models.DateTimeField("Einwilligung bestätigt am", null=True, editable=False)
    consent_by = whoever("Einwilligung bestätigt von")
    width = models.PositiveSmallIntegerField("Breite", editable=False)
    height = models.PositiveSmallIntegerField("Höhe", editable=False)
    size = models.PositiveIntegerField("Bytes", editable=False)
    uploaded_by = whoever("hochgeladen von")

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = "Bild"
        verbose_name_plural = "Bilder"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt_text=""), name="picture_is_described"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, size__gt=0), name="picture_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.alt_text

    @property
    def may_be_public(self) -> bool:
        return self.consented_at is not None

    @property
    def small_width(self) -> int:
        return max(1, round(self.width * min(1, self.SMALL / max(self.width, self.height))))

    @property
    def small_url(self) -> str:
        return self.url_of(self.SMALL)

    @property
    def large_url(self) -> str:
        return self.url_of(self.LARGE)

    def url_of(self, size: int) -> str:
        return reverse("local_actions:picture", args=[self.key, size])

    def file_name(self, size: int) -> str:
        return f"{self.FOLDER}/{self.key}-{size}.jpg"

    def read(self, size: int) -> bytes:
        with storages["private"].open(self.file_name(size)) as file:
            return file.read()


class SavingsAssumption(Timestamped):
    """What a saved kilowatt hour is worth, from a day on, with its source. Never changed by code: staff keep it."""

    class Kind(models.TextChoices):
        PRICE = "price", "Strompreis (Cent je kWh)"
        CO2 = "co2", "CO₂-Ausstoß (Gramm je kWh)"

    kind = models.CharField("Größe", max_length=10, choices=Kind)
    value = models.DecimalField(
        "Wert",
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal("5000"))],
    )
    source = models.CharField("Quelle", max_length=200, validators=[no_control_characters])
    year = models.PositiveSmallIntegerField("Jahr", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    valid_from = models.DateField("gilt ab", help_text="Für Aktionen, die an diesem Tag oder später beginnen.")

    class Meta:
        verbose_name = "Annahme zur Einsparung"
        verbose_name_plural = "Annahmen zur Einsparung"
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                name="one_assumption_per_kind_and_day",
                violation_error_message="Ab diesem Tag gilt schon ein Wert. Ändern Sie ihn, oder wählen Sie einen anderen Tag.",
            ),
            models.CheckConstraint(condition=Q(value__gt=0), name="assumption_is_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ab {self.valid_from:%d.%m.%Y}"

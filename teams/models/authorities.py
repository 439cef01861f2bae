"""Whom people work for: ministries, and the authorities below them."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.querysets import AgencyQuerySet
from teams.spelling import distinct, one_spelling, searchable

LONGEST_NAME = 200
LONGEST_ABBREVIATION = 20
MOST_VALUES = 40
DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z")


def only_domains(values: list[str]) -> None:
    for value in values:
        if not DOMAIN.fullmatch(value):
            raise ValidationError(f"„{value}“ ist keine Domain, wie behoerde.nrw.de eine ist.")


def only_names(values: list[str]) -> None:
    _only_short_words(values, LONGEST_NAME)


def only_abbreviations(values: list[str]) -> None:
    _only_short_words(values, LONGEST_ABBREVIATION)


def _only_short_words(values: list[str], longest: int) -> None:
    if len(values) > MOST_VALUES:
        raise ValidationError(f"Es dürfen höchstens {MOST_VALUES} sein.")
    for value in values:
        no_control_characters(value)
        if len(value) > longest:
            raise ValidationError(f"„{value[:40]} …“ hat mehr als {longest} Zeichen.")


class Ministry(models.Model):
    """A department of the state's government (Ressort)."""

    abbreviation = models.CharField("Kürzel", max_length=20, unique=True, validators=[no_control_characters])
    name = models.CharField("Name", max_length=LONGEST_NAME, validators=[no_control_characters])
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    class Meta:
        verbose_name = "Ressort"
        verbose_name_plural = "Ressorts"
        ordering = ["order", "abbreviation"]

    def __str__(self) -> str:
        return self.abbreviation


class Agency(Timestamped):
    """An authority (Dienststelle). Those that were merged into another stay as rows, so that old names lead on."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", "Ministerium"
        CHANCELLERY = "chancellery", "Staatskanzlei"
        UPPER = "upper", "Landesoberbehörde"
        MIDDLE = "middle", "Landesmittelbehörde"
        LOWER = "lower", "Untere Landesbehörde"
        POLICE = "police", "Polizei"
        TAX_OFFICE = "tax_office", "Finanzamt"
        COURT = "court", "Gericht"
        PROSECUTION = "prosecution", "Staatsanwaltschaft"
        PRISON = "prison", "JVA"
        STATE_COMPANY = "state_company", "Landesbetrieb"
        INSTITUTION = "institution", "Einrichtung"
        OTHER = "other", "Sonstige"

    name = models.CharField("Name", max_length=LONGEST_NAME, validators=[no_control_characters])
    kind = models.CharField("Art", max_length=20, choices=Kind, default=Kind.OTHER)
    ministry = models.ForeignKey(Ministry, models.PROTECT, verbose_name="Ressort", null=True, blank=True, related_name="agencies")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="übergeordnete Dienststelle", null=True, blank=True, related_name="children"
    )
    city = models.CharField("Ort", max_length=80, blank=True, validators=[no_control_characters])
    headcount = models.PositiveIntegerField("Beschäftigte", null=True, blank=True, validators=[MinValueValidator(1)])
    mail_domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name="Maildomains",
        default=list,
        blank=True,
        validators=[only_domains],
        help_text="Was hinter dem @ steht. Mehrere mit Komma trennen.",
    )
    former_names = ArrayField(
        models.CharField(max_length=LONGEST_NAME),
        verbose_name="frühere Namen",
        default=list,
        blank=True,
        validators=[only_names],
        help_text="Unter ihnen wird die Dienststelle gefunden. Jeder in einer Zeile.",
    )
    abbreviations = ArrayField(
        models.CharField(max_length=LONGEST_ABBREVIATION),
        verbose_name="Kürzel",
        default=list,
        blank=True,
        validators=[only_abbreviations],
        help_text="Mehrere mit Komma trennen. Übliche wie FA, JVA oder PP kennt die Suche schon.",
    )
    is_active = models.BooleanField("aktiv", default=True, help_text="Ohne Haken kann sie niemand mehr wählen.")
    is_confirmed = models.BooleanField("bestätigt", default=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="aufgegangen in", null=True, editable=False, related_name="merged"
    )
    name_text = models.TextField(editable=False, default="")
    search_text = models.TextField(editable=False, default="")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "Dienststelle"
        verbose_name_plural = "Dienststellen"
        ordering = ["name", "city", "pk"]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="agency_search")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                Lower("city"),
                condition=Q(is_active=True),
                name="one_active_agency_per_name_and_city",
                violation_error_message="Diese Dienststelle gibt es an diesem Ort schon.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")),
                name="agency_not_above_itself",
                violation_error_message="Eine Dienststelle kann nicht sich selbst übergeordnet sein.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(is_active=False) & ~Q(merged_into=F("pk")),
                name="merged_agency_is_inactive",
                violation_error_message="Diese Dienststelle ist in einer anderen aufgegangen und bleibt inaktiv.",
            ),
        ]

    def __str__(self) -> str:
        """With the city, where the name does not tell it."""
        return self.name if not self.city or self.city.lower() in self.name.lower() else f"{self.name}, {self.city}"

    def clean_fields(self, exclude=None) -> None:
        self.tidy()
        super().clean_fields(exclude)

    def clean(self) -> None:
        if self.pk and self.parent_id and Agency.objects.is_below(self.parent_id, self.pk):
            raise ValidationError({"parent": "Diese Dienststelle liegt selbst unter der, die Sie gerade bearbeiten."})

    def save(self, *args, **kwargs) -> None:
        self.tidy()
        super().save(*args, **kwargs)

    def tidy(self) -> None:
        """One way of writing, and what the search reads."""
        self.name, self.city = one_spelling(self.name), one_spelling(self.city)
        self.mail_domains = distinct(domain.lower().removeprefix("@") for domain in self.mail_domains)
        self.former_names = [name for name in distinct(self.former_names) if name.lower() != self.name.lower()]
        self.abbreviations = distinct(self.abbreviations)
        ministry = str(self.ministry) if self.ministry_id else ""
        self.name_text = searchable(self.name, *self.abbreviations)
        self.search_text = searchable(self.name, *self.abbreviations, *self.former_names, self.city, ministry)

"""What can be ordered, borrowed or downloaded."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from materials.choices import ArticleKind, Topic
from materials.models.documents import Document
from materials.querysets import ArticleQuerySet
from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.search import normalise
from missione.shared.validators import no_control_characters

TAKEN_ADDRESSES = ("ausleihen", "korb", "bestellungen", "bild", "warteliste", "zaehler")  # /material/<slug>/ has neighbours


def no_address_of_a_page(value: str) -> None:
    if value in TAKEN_ADDRESSES:
        raise ValidationError("Diese Adresse gehört schon zu einer anderen Seite. Bitte wählen Sie eine andere.")


class Article(Timestamped):
    """An article of the catalogue. Its row is the lock for its stock; both counters are the sums of its entries."""

    kind = models.CharField("Art", max_length=10, choices=ArticleKind, default=ArticleKind.GIVE_AWAY)
    title = models.CharField("Titel", max_length=120, validators=[no_control_characters])
    slug = models.SlugField("Adresse", max_length=80, unique=True, validators=[no_address_of_a_page])
    summary = models.CharField("Kurz gesagt", max_length=250, validators=[no_control_characters])
    description = models.TextField(
        "Beschreibung", max_length=5000, blank=True, validators=[no_control_characters], help_text="Markdown."
    )
    topic = models.CharField("Thema", max_length=20, choices=Topic, default=Topic.CAMPAIGN)
    published_at = models.DateTimeField("sichtbar ab", null=True, blank=True, help_text="Leer: Entwurf.")

    picture = models.CharField("Bild", max_length=40, blank=True, editable=False)
    picture_width = models.PositiveSmallIntegerField(null=True, editable=False)
    picture_height = models.PositiveSmallIntegerField(null=True, editable=False)
    picture_alt = models.CharField(
        "Bild in Worten",
        max_length=250,
        blank=True,
        validators=[no_control_characters],
        help_text="Für Menschen, die das Bild nicht sehen.",
    )
    picture_credit = models.CharField("Bildnachweis", max_length=120, blank=True, validators=[no_control_characters])

    document = models.ForeignKey(
        Document,
        models.SET_NULL,
        verbose_name="zum Herunterladen",
        null=True,
        blank=True,
        related_name="articles",
        help_text="Die Datei selbst, oder bei Gedrucktem ihre digitale Fassung.",
    )

    pack_size = models.PositiveIntegerField("Stück je Packung", default=1, validators=[MinValueValidator(1)])
    rule_of_thumb = models.CharField(
        "Faustregel", max_length=120, blank=True, validators=[no_control_characters], help_text="Zum Beispiel: 1 je Bürotür."
    )
    per_employee = models.DecimalField(
        "Stück je Beschäftigte",
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Daraus rechnet das Portal einen Vorschlag, zum Beispiel 0,6.",
    )
    limit_per_year = models.PositiveIntegerField(
        "höchstens im Jahr",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Je Dienststelle und Kalenderjahr. Leer: ohne Grenze.",
    )
    lead_time_days = models.PositiveSmallIntegerField("Lieferzeit in Tagen", default=14)
    shelf = models.CharField("Regal", max_length=20, blank=True, validators=[no_control_characters])
    reorder_threshold = models.PositiveIntegerField(
        "nachbestellen ab", default=0, help_text="Sobald nur noch so viele frei sind, steht der Artikel auf der Liste. 0: nie."
    )
    restocked_on = models.DateField("wieder da ab", null=True, blank=True, help_text="Wird gezeigt, solange nichts frei ist.")
    in_stock = models.PositiveIntegerField("auf Lager", default=0, editable=False)
    reserved = models.PositiveIntegerField("davon reserviert", default=0, editable=False)

    size = models.CharField("Maße", max_length=120, blank=True, validators=[no_control_characters])
    weight = models.CharField("Gewicht", max_length=60, blank=True, validators=[no_control_characters])
    set_up = models.CharField("Aufbau", max_length=250, blank=True, validators=[no_control_characters])
    transport = models.CharField("Transport", max_length=250, blank=True, validators=[no_control_characters])
    min_days = models.PositiveSmallIntegerField("mindestens Tage", default=1, validators=[MinValueValidator(1)])
    max_days = models.PositiveSmallIntegerField("höchstens Tage", default=90, validators=[MinValueValidator(1)])
    days_before = models.PositiveSmallIntegerField("Tage für den Hinweg", default=3)
    days_after = models.PositiveSmallIntegerField("Tage für den Rückweg", default=3)

    search_text = models.TextField(editable=False, default="")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "Artikel"
        verbose_name_plural = "Artikel"
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(in_stock__gte=F("reserved")), name="no_more_reserved_than_in_stock"),
            models.CheckConstraint(condition=Q(in_stock__gte=0, reserved__gte=0), name="stock_never_negative"),
            models.CheckConstraint(
                condition=Q(kind=ArticleKind.GIVE_AWAY) | Q(in_stock=0, reserved=0), name="stock_only_of_give_aways"
            ),
            models.CheckConstraint(
                condition=Q(max_days__gte=F("min_days")),
                name="article_lent_for_a_span",
                violation_error_message="„Höchstens Tage“ darf nicht kleiner sein als „mindestens Tage“.",
            ),
            models.CheckConstraint(condition=Q(pack_size__gte=1), name="article_in_packs"),
            models.CheckConstraint(
                condition=Q(picture="", picture_width=None, picture_height=None)
                | (~Q(picture="") & ~Q(picture_alt="") & Q(picture_width__gte=1, picture_height__gte=1)),
                name="article_picture_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = normalise(f"{self.title} {self.summary} {self.description} {self.get_topic_display()}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("materials:article", args=[self.slug])

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.published_at <= clock.now()

    @property
    def is_give_away(self) -> bool:
        return self.kind == ArticleKind.GIVE_AWAY

    @property
    def is_loan(self) -> bool:
        return self.kind == ArticleKind.LOAN

    @property
    def is_download(self) -> bool:
        return self.kind == ArticleKind.DOWNLOAD

    @property
    def is_ordered(self) -> bool:
        """Comes in a parcel, so it goes into the basket."""
        return not self.is_download

    @property
    def free(self) -> int:
        return self.in_stock - self.reserved


class Part(models.Model):
    """What belongs to each unit of a loan, and is counted when it comes back: 20 meters, 1 short manual."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="parts", verbose_name="Artikel")
    name = models.CharField("Bezeichnung", max_length=120, validators=[no_control_characters])
    quantity = models.PositiveSmallIntegerField("Anzahl", default=1, validators=[MinValueValidator(1)])
    is_lent_on = models.BooleanField(
        "wird einzeln weiterverliehen",
        default=False,
        db_default=False,
        help_text="Die Dienststelle leiht sie an Beschäftigte aus und bekommt Zettel und eine Zählseite dafür.",
    )

    class Meta:
        verbose_name = "Bestandteil"
        verbose_name_plural = "Bestandteile"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "name"], name="part_once_per_article"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(is_lent_on=True),
                name="one_part_is_lent_on",
                violation_error_message="Nur ein Bestandteil kann einzeln weiterverliehen werden.",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="part_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

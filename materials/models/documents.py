"""What is handed out as a file, in which versions, to whom, and how often."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from materials.choices import Topic
from materials.document_choices import CAPTIONED_IN, Channel, DocumentKind, Language, Licence, ScanState, Visibility
from materials.querysets import DocumentQuerySet, EntitlementQuerySet, VersionQuerySet
from missione.shared import clock
from missione.shared.files.kinds import BY_MEDIA_TYPE, SHOWN_IN_THE_BROWSER, VIDEOS, FileKind
from missione.shared.models import Timestamped
from missione.shared.search import normalise
from missione.shared.validators import no_control_characters

DRAWER = "documents"  # of the private files
UNDECIDED = "noch nicht festgelegt, bitte fragen Sie uns vorher"
TAKEN_DOCUMENT_ADDRESSES = ("auswahl", "vorschlagen", "vorschlaege")  # /mediathek/<slug>/ has neighbours


def no_address_beside_a_document(value: str) -> None:
    if value in TAKEN_DOCUMENT_ADDRESSES:
        raise ValidationError("Diese Adresse gehört schon zu einer anderen Seite. Bitte wählen Sie eine andere.")


def whoever(words: str) -> models.ForeignKey:
    """Somebody whose account may go; the document stays."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=words, null=True, blank=True, editable=False, related_name="+"
    )


class Document(Timestamped):
    """Of Mediathek, library and hand-outs. The row is the lock for its versions; `current` is the one its address opens."""

    kind = models.CharField("Art", max_length=20, choices=DocumentKind)
    title = models.CharField("Titel", max_length=150, validators=[no_control_characters])
    slug = models.SlugField(
        "Adresse",
        max_length=80,
        unique=True,
        validators=[no_address_beside_a_document],
        help_text="Letzter Teil der Internetadresse. Bleibt auch bei neuen Fassungen.",
    )
    summary = models.CharField(
        "in einem Satz",
        max_length=250,
        blank=True,
        db_default="",
        validators=[no_control_characters],
        help_text="Steht in Listen.",
    )
    description = models.TextField(
        "Worum es geht", max_length=5000, blank=True, validators=[no_control_characters], help_text="Markdown."
    )
    topic = models.CharField("Thema", max_length=20, choices=Topic, default=Topic.CAMPAIGN)
    language = models.CharField("Sprache", max_length=10, choices=Language, default=Language.GERMAN)
    is_accessible = models.BooleanField(
        "barrierefrei", default=False, help_text="Mit Haken nur, wenn die Datei geprüft ist: Überschriften, Bilder in Worten."
    )
    visibility = models.CharField("sichtbar für", max_length=10, choices=Visibility, default=Visibility.MEMBERS)
    published_at = models.DateTimeField("sichtbar ab", null=True, blank=True, db_index=True, help_text="Leer: Entwurf.")

    author = models.CharField("Urheber:in", max_length=150, blank=True, validators=[no_control_characters])
    source = models.CharField("Quelle", max_length=250, blank=True, validators=[no_control_characters])
    licence = models.CharField("Lizenz", max_length=20, choices=Licence, default=Licence.STATE_ONLY)
    credit_line = models.CharField(
        "Nachweis zum Kopieren",
        max_length=250,
        blank=True,
        validators=[no_control_characters],
        help_text="Zum Beispiel: Foto: Erika Muster / mission E",
    )
    channels = ArrayField(
        models.CharField(max_length=20, choices=Channel),
        verbose_name="darf gezeigt werden",
        default=list,
        blank=True,
        help_text="Mindestens eins, bevor das Dokument zu sehen ist.",
    )
    rights_end = models.DateField(
        "Rechte bis",
        null=True,
        blank=True,
        help_text="Letzter Tag. Danach zeigt das Portal die Datei nicht mehr; 30 Tage vorher steht sie auf der Liste.",
    )
    transcript = models.TextField(
        "Wortlaut",
        max_length=60_000,
        blank=True,
        validators=[no_control_characters],
        help_text="Zu Videos: alles Gesagte. Ohne Worte: was zu sehen ist.",
    )

    current = models.ForeignKey(
        "DocumentVersion", models.SET_NULL, verbose_name="gültige Fassung", null=True, editable=False, related_name="+"
    )
    search_text = models.TextField(editable=False, default="")

    proposed_by = whoever("vorgeschlagen von")
    proposed_at = models.DateTimeField("vorgeschlagen am", null=True, editable=False)
    consent = models.CharField("Zusage", max_length=250, blank=True, db_default="", editable=False)
    consent_by = whoever("zugesagt von")
    consent_at = models.DateTimeField("zugesagt am", null=True, editable=False)
    answered_by = whoever("beantwortet von")
    answered_at = models.DateTimeField("Vorschlag beantwortet am", null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["rights_end"], condition=Q(rights_end__isnull=False), name="document_rights_end"),
            models.Index(fields=["proposed_at"], condition=Q(proposed_at__isnull=False), name="document_proposed"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="document_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(proposed_at__isnull=False), name="document_answered_after_proposed"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(proposed_at=None) | Q(answered_at__isnull=False),
                name="document_published_after_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.search_text = self._searched()
        super().save(*args, **kwargs)

    def _searched(self) -> str:
        """The title first: the sooner a word stands in it, the better it fits."""
        named = f"{self.title} {self.summary} {self.get_kind_display()} {self.get_topic_display()} {self.description}"
        return normalise(f"{named} {self.transcript} {self.current.text if self.current else ''}")

    def get_absolute_url(self) -> str:
        return reverse("materials:document", args=[self.slug])

    @property
    def file_url(self) -> str:
        """One address for all versions; it leads to the current one."""
        return reverse("materials:document_file", args=[self.slug])

    @property
    def preview_url(self) -> str:
        return reverse("materials:document_preview", args=[self.slug])

    @property
    def captions_url(self) -> str:
        return reverse("materials:document_captions", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= clock.now()

    @property
    def has_rights(self) -> bool:
        """The last day is a day on which it may still be used."""
        return self.rights_end is None or self.rights_end >= clock.today()

    @property
    def is_live(self) -> bool:
        """Its page is there, for whom it may concern."""
        return self.is_published and self.has_rights and self.current_id is not None

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def whom(self) -> str:
        """In a list, where everybody reads only of what they may see themselves."""
        return "Für Sie freigegeben" if self.visibility == Visibility.ENTITLED else "Nur für Mitglieder"

    @property
    def captioned_in(self) -> tuple[str, str]:
        """("de", "Deutsch"): for the browser, and for who chooses in its list."""
        return CAPTIONED_IN[Language(self.language)]

    @property
    def channels_in_words(self) -> str:
        return ", ".join(str(Channel(channel).label) for channel in self.channels) or UNDECIDED


class DocumentVersion(models.Model):
    """One file of a document. It lies under its key among the private files; the name it had stands only here."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", verbose_name="Dokument")
    number = models.PositiveSmallIntegerField("Fassung")
    stand = models.DateField("Stand")
    note = models.CharField("Was ist neu", max_length=250, blank=True, validators=[no_control_characters])
    key = models.CharField(max_length=40, unique=True, editable=False)
    original_name = models.CharField("Dateiname", max_length=150)
    media_type = models.CharField("Dateityp", max_length=100)
    size = models.PositiveBigIntegerField("Größe")
    sha256 = models.CharField("Prüfsumme", max_length=64)
    pages = models.PositiveSmallIntegerField("Seiten", null=True, editable=False)
    text = models.TextField("Text der Datei", blank=True, editable=False)
    preview = models.CharField(max_length=40, blank=True, editable=False)
    preview_width = models.PositiveSmallIntegerField(null=True, editable=False)
    preview_height = models.PositiveSmallIntegerField(null=True, editable=False)
    captions = models.CharField(max_length=40, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("zurückgezogen am", null=True, editable=False)

    scan_state = models.CharField("Virenprüfung", max_length=10, choices=ScanState, default=ScanState.UNCHECKED)
    scan_note = models.CharField("Ergebnis", max_length=200, blank=True, editable=False)
    scanned_at = models.DateTimeField("geprüft am", null=True, editable=False)
    scan_attempts = models.PositiveSmallIntegerField("Versuche", default=0, editable=False)
    next_scan_at = models.DateTimeField("nächste Prüfung", default=clock.now, editable=False)

    uploaded_by = whoever("hochgeladen von")
    uploaded_at = models.DateTimeField("hochgeladen am", default=clock.now, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "Fassung"
        verbose_name_plural = "Fassungen"
        ordering = ["document", "-number"]
        indexes = [
            models.Index(fields=["next_scan_at"], condition=Q(scan_state=ScanState.UNCHECKED), name="version_to_be_scanned")
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1, size__gte=1), name="version_of_something"),
            models.CheckConstraint(
                condition=Q(scan_state=ScanState.UNCHECKED) | Q(scanned_at__isnull=False), name="version_scanned_at_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(preview="", preview_width=None, preview_height=None)
                | (~Q(preview="") & Q(preview_width__gte=1, preview_height__gte=1)),
                name="version_preview_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} (Fassung {self.number})"

    @property
    def kind(self) -> FileKind:
        return BY_MEDIA_TYPE[self.media_type]

    @property
    def is_video(self) -> bool:
        return self.kind in VIDEOS

    @property
    def is_shown(self) -> bool:
        """A browser opens it; everything else it saves."""
        return self.media_type in SHOWN_IN_THE_BROWSER

    @property
    def is_clean(self) -> bool:
        return self.scan_state == ScanState.CLEAN


class DocumentDay(models.Model):
    """How often a document was fetched on a day. Nobody is counted by name."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="days", verbose_name="Dokument")
    day = models.DateField("Tag")
    downloads = models.PositiveIntegerField("Abrufe", default=0)

    class Meta:
        verbose_name = "Abrufe an einem Tag"
        verbose_name_plural = "Abrufe"
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["document", "day"], name="one_count_per_document_and_day")]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.downloads}"


class Entitlement(models.Model):
    """A document that somebody has been given: the Kompendium after the seminar.

    `occasion` is the key of what gave it, as the app above writes it ("booking:42"), and takes it back; empty: by hand.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entitlements", verbose_name="Person")
    document = models.ForeignKey(Document, models.CASCADE, related_name="entitlements", verbose_name="Dokument")
    because = models.CharField("Anlass", max_length=250, validators=[no_control_characters])
    occasion = models.CharField(max_length=40, default="", db_default="", editable=False)
    given_by = whoever("freigegeben von")
    given_at = models.DateTimeField("freigegeben am", default=clock.now, editable=False)

    objects = EntitlementQuerySet.as_manager()

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        ordering = ["-given_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "document", "occasion"], name="given_once_per_occasion")]

    def __str__(self) -> str:
        return f"{self.document}: {self.because}"

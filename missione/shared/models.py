"""What several apps lean on: letters on their way, keys of forms, editable texts."""

from django.db import models
from django.db.models import Q

from missione.shared import clock


class ChangedAt(models.DateTimeField):
    """Like auto_now, on the portal's own clock."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "editable": False})

    def pre_save(self, model_instance, add):
        setattr(model_instance, self.attname, moment := clock.now())
        return moment


class Timestamped(models.Model):
    """Knows when it was made and last changed."""

    created_at = models.DateTimeField("angelegt am", default=clock.now, editable=False)
    changed_at = ChangedAt("geändert am")

    class Meta:
        abstract = True


class Letter(models.Model):
    """A letter in the outbox, written with the deed that caused it; PostgreSQL is the mail queue."""

    class State(models.TextChoices):
        WAITING = "waiting", "wartet"
        HANDING_OVER = "handing_over", "wird übergeben"
        SENT = "sent", "versandt"
        FAILED = "failed", "gescheitert"
        HELD = "held", "angehalten"
        SUPERSEDED = "superseded", "überholt"
        CANCELLED = "cancelled", "zurückgezogen"
        EXPIRED = "expired", "verfallen"

    key = models.CharField(
        "Schlüssel", max_length=200, unique=True, help_text="Für die Technik: Zu einem Anlass gibt es genau einen Brief."
    )
    message_id = models.CharField("Message-ID", max_length=255, unique=True)
    kind = models.CharField("Art", max_length=60)
    recipient = models.EmailField("Empfänger:in", max_length=254)
    subject = models.CharField("Betreff", max_length=255, blank=True)
    text = models.TextField("Text", blank=True)
    html = models.TextField("HTML", blank=True)
    headers = models.JSONField("Kopfzeilen", default=dict, blank=True)
    is_bulk = models.BooleanField("Rundbrief", default=False)

    calendar_method = models.CharField("Kalender: Art", max_length=20, blank=True)
    calendar_uid = models.CharField("Kalender: UID", max_length=255, blank=True)
    calendar_sequence = models.PositiveIntegerField(
        "Kalender: Fassung", null=True, blank=True, help_text="Je Termin und Person: Im Kalender gilt die höchste Zahl."
    )
    calendar_content = models.TextField("Kalender: Daten", blank=True)

    state = models.CharField("Stand", max_length=20, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    doubts = models.PositiveSmallIntegerField(
        "ungewisse Versuche",
        default=0,
        help_text="Die Verbindung brach ab, bevor der Mailserver bestätigt hat. Der Brief kann angekommen sein.",
    )
    next_attempt_at = models.DateTimeField("nächster Versuch", default=clock.now)
    not_after = models.DateTimeField("nicht später als", null=True, blank=True)
    leased_by = models.UUIDField("in Arbeit bei", null=True, blank=True, editable=False)
    leased_until = models.DateTimeField("in Arbeit bis", null=True, blank=True, editable=False)
    last_error = models.CharField("letzter Fehler", max_length=300, blank=True)
    created_at = models.DateTimeField("geschrieben am", default=clock.now, editable=False)
    sent_at = models.DateTimeField("versandt am", null=True, blank=True)

    class Meta:
        verbose_name = "Brief"
        verbose_name_plural = "Post"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["is_bulk", "next_attempt_at", "id"], condition=Q(state="waiting"), name="letter_due"),
            models.Index(fields=["leased_until"], condition=Q(state="handing_over"), name="letter_in_hand_over"),
            models.Index(fields=["not_after"], condition=Q(state="waiting", not_after__isnull=False), name="letter_expiring"),
            models.Index(
                fields=["calendar_uid", "recipient", "calendar_sequence"], condition=~Q(calendar_uid=""), name="letter_stream"
            ),
            models.Index(fields=["created_at"], condition=~Q(text=""), name="letter_with_text"),
        ]
        constraints = [
            # Whatever two deliverers believe: a CANCEL is not handed over beside the REQUEST it takes back.
            models.UniqueConstraint(
                fields=["calendar_uid", "recipient"],
                condition=Q(state="handing_over") & ~Q(calendar_uid=""),
                name="letter_one_in_hand_over_per_stream",
            ),
            models.CheckConstraint(
                condition=~Q(state="handing_over") | Q(leased_by__isnull=False, leased_until__isnull=False),
                name="letter_in_hand_over_has_a_lease",
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_has_a_moment"),
            models.CheckConstraint(
                condition=Q(calendar_method="", calendar_uid="", calendar_sequence__isnull=True)
                | (~Q(calendar_method="") & ~Q(calendar_uid="") & Q(calendar_sequence__isnull=False)),
                name="letter_calendar_whole_or_none",
            ),
        ]

    def __str__(self):
        return self.subject or self.key


class RequestKey(models.Model):
    """A form that was answered: the same key again gets the same answer (see idempotency.py)."""

    key = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)

    class Meta:
        verbose_name = "Formularschlüssel"
        verbose_name_plural = "Formularschlüssel"

    def __str__(self):
        return str(self.key)


class TextPage(Timestamped):
    """A text that the campaign team edits: imprint, privacy, accessibility."""

    slug = models.SlugField("Adresse", max_length=60, unique=True)
    title = models.CharField("Titel", max_length=120)
    body = models.TextField("Text", help_text="Markdown: # Überschrift, - Liste, [Text](https://…)")

    class Meta:
        verbose_name = "Textseite"
        verbose_name_plural = "Textseiten"
        ordering = ["title"]

    def __str__(self):
        return self.title

"""What people write to the campaign team."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from materials.choices import MessageState, Subject
from materials.querysets import ContactMessageQuerySet
from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.models import Agency
from teams.models.belonging import Referenced

LONGEST_MESSAGE = 4000


class ContactMessage(Referenced, Timestamped):
    """Staff read it once its sender has shown that the address is theirs; who has an account has shown it."""

    subject = models.CharField("Worum es geht", max_length=10, choices=Subject)
    text = models.TextField("Nachricht", max_length=LONGEST_MESSAGE, validators=[no_control_characters])
    name = models.CharField("Name", max_length=120, validators=[no_control_characters])
    email = models.EmailField("E-Mail-Adresse", max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="Person", null=True, blank=True, related_name="contact_messages"
    )
    agency = models.ForeignKey(
        Agency, models.SET_NULL, verbose_name="Dienststelle", null=True, blank=True, related_name="contact_messages"
    )
    agency_name = models.CharField("Dienststelle laut Formular", max_length=200, blank=True, validators=[no_control_characters])
    state = models.CharField("Stand", max_length=12, choices=MessageState, default=MessageState.UNCONFIRMED, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="kümmert sich",
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    note = models.TextField("Notiz des Kampagnenteams", max_length=1000, blank=True, validators=[no_control_characters])
    confirm_until = models.DateTimeField("zu bestätigen bis", null=True, editable=False)
    confirmed_at = models.DateTimeField("bestätigt", null=True, editable=False)
    answered_at = models.DateTimeField("beantwortet", null=True, editable=False)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "Nachricht"
        verbose_name_plural = "Posteingang"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "created_at"], name="message_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MessageState.UNCONFIRMED, confirmed_at=None, confirm_until__isnull=False)
                | (~Q(state=MessageState.UNCONFIRMED) & Q(confirmed_at__isnull=False)),
                name="message_confirmed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.ANSWERED, answered_at__isnull=False)
                | (~Q(state=MessageState.ANSWERED) & Q(answered_at=None)),
                name="message_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.name}"

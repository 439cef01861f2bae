"""Who belongs to a team, who is asked to, and who asks."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.choices import Answer, Role
from teams.models.teams import Team
from teams.querysets import InvitationQuerySet, MembershipQuerySet

INVITATIONS_LAST = timedelta(days=14)
MOST_LETTERS_EACH = 4  # the first, and sent again three times


def invitation_ends_at() -> datetime:
    return clock.now() + INVITATIONS_LAST


class Referenced(models.Model):
    """Has a random name for addresses and forms: a counter would tell how many there are in all teams."""

    reference = models.UUIDField(default=uuid4, db_default=RandomUUID(), unique=True, editable=False)

    class Meta:
        abstract = True


class Membership(Referenced, Timestamped):
    """Who leaves has no row any more, and with the next request no access."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships", verbose_name="Team")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name="Person")
    role = models.CharField("Rolle", max_length=10, choices=Role, default=Role.MEMBER)
    is_contact = models.BooleanField("Ansprechperson", default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitglieder"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], name="once_in_a_team"),
            models.UniqueConstraint(fields=["team"], condition=Q(role=Role.LEAD), name="one_lead_per_team"),
            models.UniqueConstraint(fields=["team"], condition=Q(is_contact=True), name="one_contact_per_team"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD


class Invitation(Referenced, Timestamped):
    """Into a team, for one address. Only a hash of the key in the letter is kept; a letter sent again carries a new key."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations", verbose_name="Team")
    email = models.EmailField("E-Mail-Adresse", max_length=254)
    role = models.CharField("Rolle", max_length=10, choices=Role, default=Role.MEMBER)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField("Stand", max_length=10, choices=Answer, default=Answer.OPEN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="eingeladen von", null=True, related_name="+"
    )
    expires_at = models.DateTimeField("gilt bis", default=invitation_ends_at)
    letters = models.PositiveSmallIntegerField("Briefe", default=1, editable=False)
    last_letter_at = models.DateTimeField("letzter Brief", default=clock.now, editable=False)
    answered_at = models.DateTimeField("beantwortet", null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "team", Lower("email"), condition=Q(state=Answer.OPEN), name="one_open_invitation_per_address"
            ),
            models.CheckConstraint(
                condition=Q(state=Answer.OPEN, answered_at=None) | (~Q(state=Answer.OPEN) & Q(answered_at__isnull=False)),
                name="invitation_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == Answer.OPEN and self.expires_at > clock.now()

    @property
    def has_run_out(self) -> bool:
        return self.state == Answer.OPEN and not self.is_open

    @property
    def can_be_sent_again(self) -> bool:
        """How long after the last letter, the action says."""
        return self.state == Answer.OPEN and self.letters < MOST_LETTERS_EACH


class JoinRequest(Referenced, Timestamped):
    """Somebody of the same authority wants to join; the lead says yes or no."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="join_requests", verbose_name="Team")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name="Person")
    message = models.CharField("Nachricht", max_length=400, blank=True, validators=[no_control_characters])
    state = models.CharField("Stand", max_length=10, choices=Answer, default=Answer.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="entschieden von", null=True, related_name="+"
    )
    answered_at = models.DateTimeField("beantwortet", null=True, editable=False)

    class Meta:
        verbose_name = "Beitrittsanfrage"
        verbose_name_plural = "Beitrittsanfragen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], condition=Q(state=Answer.OPEN), name="one_open_wish_to_join"),
            models.CheckConstraint(
                condition=Q(state=Answer.OPEN, answered_at=None) | (~Q(state=Answer.OPEN) & Q(answered_at__isnull=False)),
                name="wish_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Handover(Timestamped):
    """The lead asks a member to take the lead over. There until the member answers or the lead takes it back."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="handover", verbose_name="Team")
    to = models.ForeignKey(Membership, models.CASCADE, related_name="+", verbose_name="an")

    class Meta:
        verbose_name = "Übergabe der Leitung"
        verbose_name_plural = "Übergaben der Leitung"

    def __str__(self) -> str:
        return f"{self.pk}"

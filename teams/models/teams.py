"""Teams of multipliers: registered by one person, let in by staff."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from missione.shared import clock
from missione.shared.models import Timestamped
from missione.shared.validators import no_control_characters
from teams.choices import ALIVE, LET_IN, UNDECIDED, TeamKind, TeamState
from teams.models.authorities import Agency
from teams.querysets import TeamQuerySet

LONGEST_SITE = 120
MOST_COLLEAGUES = 30
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without what looks alike on paper


def new_slug() -> str:
    """A team's place in addresses: random (40 bits), never a counter, and never a word that is an address already."""
    return "t-" + "".join(secrets.choice(_LETTERS) for _ in range(8))


class WhatIsAsked(Timestamped):
    """What a person says who wants to found a team."""

    kind = models.CharField("Art", max_length=10, choices=TeamKind, default=TeamKind.TEAM)
    name = models.CharField("Name des Teams", max_length=80, blank=True, validators=[no_control_characters])
    site = models.CharField("Gebäude oder Standort", max_length=LONGEST_SITE, blank=True, validators=[no_control_characters])
    message = models.TextField("Nachricht an das Kampagnenteam", max_length=1000, blank=True, validators=[no_control_characters])
    colleagues = ArrayField(
        models.EmailField(max_length=254),
        verbose_name="Kolleginnen und Kollegen",
        default=list,
        blank=True,
        help_text="Wer nach der Freischaltung eine Einladung bekommt.",
    )

    class Meta:
        abstract = True


class TeamDraft(WhatIsAsked):
    """A registration that is not sent yet: one for each person, there until it is sent, thrown away or forgotten."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="team_draft", verbose_name="Person")
    agency = models.ForeignKey(
        Agency, models.SET_NULL, verbose_name="Dienststelle", null=True, blank=True, related_name="+", db_index=True
    )
    reached = models.PositiveSmallIntegerField("fertige Schritte", default=0, db_default=0)

    class Meta:
        verbose_name = "Entwurf einer Anmeldung"
        verbose_name_plural = "Entwürfe von Anmeldungen"

    def __str__(self) -> str:
        return f"{self.pk}"


class Team(WhatIsAsked):
    """A team, or one person who begins alone. Never let in by itself: only staff approve."""

    slug = models.SlugField("Adresse", max_length=20, unique=True, default=new_slug, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="Dienststelle", related_name="teams")
    state = models.CharField("Stand", max_length=10, choices=TeamState, default=TeamState.ASKED, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="angemeldet von",
        null=True,
        editable=False,
        related_name="+",
    )
    asked_at = models.DateTimeField("angefragt", default=clock.now, editable=False)
    consented_at = models.DateTimeField("eingewilligt", default=clock.now, editable=False)
    approved_at = models.DateTimeField("freigeschaltet", null=True, editable=False)
    ended_at = models.DateTimeField("beendet", null=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = "Team"
        verbose_name_plural = "Teams"
        ordering = ["agency__name", "site", "pk"]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=UNDECIDED), name="team_to_be_decided")]
        constraints = [
            models.UniqueConstraint(
                "agency",
                Lower("site"),
                condition=Q(state__in=ALIVE),
                name="one_team_per_building",
                violation_error_message="Für dieses Gebäude gibt es schon ein Team.",
            ),
            models.CheckConstraint(condition=~Q(state__in=LET_IN) | Q(approved_at__isnull=False), name="let_in_at_a_moment"),
            models.CheckConstraint(
                condition=Q(state=TeamState.ENDED, ended_at__isnull=False) | (~Q(state=TeamState.ENDED) & Q(ended_at=None)),
                name="ended_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        """With the building, where there may be several teams."""
        return self.name or (f"{self.agency}, {self.site}" if self.site else str(self.agency))

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.slug])

    @property
    def is_let_in(self) -> bool:
        return self.state in LET_IN

    @property
    def is_at_work(self) -> bool:
        return self.state == TeamState.APPROVED

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE


class TeamChange(models.Model):
    """A step in a team's life. `note` is what was asked, answered or given as the reason."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="changes", verbose_name="Team")
    from_state = models.CharField("von", max_length=10, choices=TeamState, blank=True)
    to_state = models.CharField("nach", max_length=10, choices=TeamState)
    note = models.TextField("Nachricht", max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="durch", null=True, related_name="+")
    at = models.DateTimeField("am", default=clock.now)

    class Meta:
        verbose_name = "Schritt"
        verbose_name_plural = "Verlauf"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_to_state_display()}"

    @property
    def is_step(self) -> bool:
        """The others are notes: somebody came, or left."""
        return self.from_state != self.to_state

"""Who waits for a unit that is lent to others in the days they need it."""

import uuid

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from materials.choices import OPEN_WISH, WishState
from materials.models.articles import Article
from materials.querysets import LoanWishQuerySet
from missione.shared.models import Timestamped
from teams.models import Team


class LoanWish(Timestamped):
    """Of a team, for an article and days. First come, first offered: by the key, which is given while the article is locked."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    article = models.ForeignKey(Article, models.PROTECT, related_name="wishes", verbose_name="Artikel")
    team = models.ForeignKey(Team, models.PROTECT, related_name="loan_wishes", verbose_name="Team")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="vorgemerkt von", null=True, related_name="loan_wishes"
    )
    from_day = models.DateField("von")
    to_day = models.DateField("bis")
    state = models.CharField("Stand", max_length=10, choices=WishState, default=WishState.WAITING, editable=False)
    offered_at = models.DateTimeField("angeboten", null=True, editable=False)
    offered_until = models.DateTimeField("zu beantworten bis", null=True, editable=False)
    ended_at = models.DateTimeField("beendet", null=True, editable=False)

    objects = LoanWishQuerySet.as_manager()

    class Meta:
        verbose_name = "Vormerkung"
        verbose_name_plural = "Vormerkungen"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["article", "id"], condition=Q(state=WishState.WAITING), name="wish_waiting"),
            models.Index(fields=["offered_until"], condition=Q(state=WishState.OFFERED), name="wish_offered_until"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "article"], condition=Q(state__in=OPEN_WISH), name="one_open_wish_per_team_and_article"
            ),
            models.CheckConstraint(condition=Q(to_day__gte=F("from_day")), name="wish_from_day_to_day"),
            models.CheckConstraint(
                condition=~Q(state=WishState.OFFERED) | Q(offered_at__isnull=False, offered_until__isnull=False),
                name="wish_offered_until_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_WISH, ended_at=None) | (~Q(state__in=OPEN_WISH) & Q(ended_at__isnull=False)),
                name="wish_ended_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.from_day:%d.%m.%Y} bis {self.to_day:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("materials:wish", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_WISH

    @property
    def is_offered(self) -> bool:
        return self.state == WishState.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.state == WishState.WAITING

    @property
    def is_taken(self) -> bool:
        return self.state == WishState.TAKEN

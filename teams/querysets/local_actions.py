"""The questions to the tables of what teams do in their buildings."""

from datetime import date
from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from missione.shared import clock
from teams.querysets.agencies import occurs
from teams.spelling import MOST_WORDS, words_of


def today() -> date:
    """The day in Berlin: a local action is over at midnight there."""
    return localdate(clock.now())


class LocalActionQuerySet(models.QuerySet):
    def visible_to(self, person) -> "LocalActionQuerySet":
        """What is public, what the person's own teams do, and for the campaign team everything. With team and authority."""
        found = self.select_related("team__agency")
        if not person.is_authenticated or not person.is_active:
            return found.filter(PUBLIC)
        return found if person.is_staff else found.filter(PUBLIC | Q(team__in=_teams_of(self, person)))

    def public(self) -> "LocalActionQuerySet":
        return self.select_related("team__agency").filter(PUBLIC)

    def of_team(self, team) -> "LocalActionQuerySet":
        return self.filter(team=team)

    def upcoming(self) -> "LocalActionQuerySet":
        """Not yet over, the next one first; cancelled ones stay, and say so."""
        return self.filter(ends_on__gte=today()).order_by("starts_on", "ends_on", "pk")

    def past(self) -> "LocalActionQuerySet":
        """The latest first."""
        return self.filter(ends_on__lt=today()).order_by("-starts_on", "-ends_on", "-pk")

    def about(self, words: str) -> "LocalActionQuerySet":
        """Every word occurs in the action, or in what its authority is called or was."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            typed = [Q(**{f"{field}__icontains": word}) for field in ("title", "site", "description")]
            agency = (occurs(each, "team__agency__search_text") for each in words_of(word))
            found = found.filter(reduce(or_, [*typed, reduce(and_, agency, Q())]))
        return found

    def of_ministry(self, abbreviation: str) -> "LocalActionQuerySet":
        return self.filter(team__agency__ministry__abbreviation=abbreviation)

    def between(self, first: date, after: date) -> "LocalActionQuerySet":
        """On one of these days at least, the last one not among them."""
        return self.filter(starts_on__lt=after, ends_on__gte=first)

    def months(self) -> list[date]:
        """In which they begin, as first days."""
        return list(self.order_by().dates("starts_on", "month"))

    def taking_place(self) -> "LocalActionQuerySet":
        return self.filter(cancelled_at=None)


class PictureQuerySet(models.QuerySet):
    def visible_to(self, person) -> "PictureQuerySet":
        """Those of the person's own teams, for the campaign team all; for everybody else what the public page shows."""
        found = self.select_related("action")
        if not person.is_authenticated or not person.is_active:
            return found.filter(SHOWN_TO_ALL)
        return found if person.is_staff else found.filter(SHOWN_TO_ALL | Q(action__team__in=_teams_of(self, person)))

    def shown_to_all(self) -> "PictureQuerySet":
        """On the page of a public action, with the consent of who is in the picture."""
        return self.filter(SHOWN_TO_ALL)


PUBLIC = Q(published_at__isnull=False, hidden_at=None)
SHOWN_TO_ALL = Q(consented_at__isnull=False, action__published_at__isnull=False, action__hidden_at=None)


def _teams_of(queryset: models.QuerySet, person):
    """As a subquery: no row comes twice, and no table of the caller's is in the way."""
    action = queryset.model._meta.get_field("action").related_model if hasattr(queryset.model, "action") else queryset.model
    memberships = action._meta.get_field("team").related_model._meta.get_field("memberships").related_model
    return memberships.objects.of(person).values("team")

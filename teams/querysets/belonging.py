"""The questions about teams that have to do with who belongs to them."""

from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower

from missione.shared import clock
from missione.shared.models import Letter
from teams.choices import LET_IN, Role

LETTERS_COUNT = timedelta(days=30)


class TeamsAndTheirPeople(models.QuerySet):
    def joinable_by(self, person) -> "TeamsAndTheirPeople":
        """At work in the person's own authority, and without the person."""
        return self.filter(agency=person.agency_id, state__in=LET_IN).exclude(memberships__person=person)

    def with_sizes(self) -> "TeamsAndTheirPeople":
        """`size`: how many belong to it."""
        return self.annotate(size=Count("memberships", distinct=True))

    def with_flags(self) -> "TeamsAndTheirPeople":
        """What staff should look after, computed anew each time: `has_no_lead`, `has_suspended_lead`, `has_failed_letters`.
        Only teams that staff let in can have them."""
        alive, leads = Q(state__in=LET_IN), self._people(role=Role.LEAD)
        return self.annotate(
            has_no_lead=alive & ~Exists(leads),
            has_suspended_lead=alive & Exists(leads.filter(person__is_active=False)),
            has_failed_letters=alive & Exists(self._people().alias(to=Lower("person__email")).filter(to__in=_unreached())),
        )

    def flagged(self) -> "TeamsAndTheirPeople":
        return self.with_flags().filter(Q(has_no_lead=True) | Q(has_suspended_lead=True) | Q(has_failed_letters=True))

    def _people(self, **which):
        memberships = self.model._meta.get_field("memberships").related_model.objects
        return memberships.filter(team=OuterRef("pk"), **which)


def _unreached():
    """Where a letter did not arrive lately."""
    failed = Letter.objects.filter(state=Letter.State.FAILED, created_at__gt=clock.now() - LETTERS_COUNT)
    return failed.values(address=Lower("recipient"))

"""The questions to the tables of teams and who belongs to them."""

from datetime import timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Lower

from missione.shared import clock
from teams.choices import ALIVE, LET_IN, UNDECIDED, Answer, Role, TeamState
from teams.querysets.belonging import TeamsAndTheirPeople

DECLINED_SHOWN = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=90)
ALIKE = 0.5  # as pg_trgm counts: "Hochschulbibliothekzentrum Köln" and "Hochschulbibliothekszentrum NRW" are 0.6


class TeamQuerySet(TeamsAndTheirPeople):
    def of(self, person) -> "TeamQuerySet":
        """Those the person belongs to, also while they are looked at, and after."""
        return self.filter(memberships__person=person)

    def visible_to(self, person) -> "TeamQuerySet":
        """Their members', and the campaign team's."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self if person.is_staff else self.of(person)

    def led_by(self, person) -> "TeamQuerySet":
        return self.filter(memberships__person=person, memberships__role=Role.LEAD)

    def registered_by(self, person) -> "TeamQuerySet":
        """Whose registration it is: answers staff's questions, may take it back. Nobody else belongs to it yet."""
        return self.filter(registered_by=person) if person.is_active else self.none()

    def let_in(self) -> "TeamQuerySet":
        return self.filter(state__in=LET_IN)

    def alive(self) -> "TeamQuerySet":
        return self.filter(state__in=ALIVE)

    def undecided(self) -> "TeamQuerySet":
        """What staff have to look at, the oldest first."""
        return self.filter(state__in=UNDECIDED).order_by("asked_at", "pk")

    def asked(self) -> "TeamQuerySet":
        """Of these, those where it is the turn of staff and not of the team."""
        return self.undecided().filter(state=TeamState.ASKED)

    def in_building(self, agency, site: str) -> "TeamQuerySet":
        """As the constraint one_team_per_building compares: upper and lower case alike."""
        return self.alias(lower_site=Lower("site")).filter(agency=agency, lower_site=Lower(Value(site)))

    def perhaps_the_same_as(self, agency, name, is_confirmed) -> "TeamQuerySet":
        """Living teams of the same authority, and of those called alike where either is a free entry: two that staff have
        confirmed are two, however alike they are called."""
        given = is_confirmed if hasattr(is_confirmed, "resolve_expression") else Value(is_confirmed)
        alike = self.alive().alias(
            likeness=TrigramSimilarity("agency__name", name), given=ExpressionWrapper(given, BooleanField())
        )
        one_is_free = Q(agency__is_confirmed=False) | Q(given=False)
        return alike.filter(Q(agency=agency) | Q(likeness__gte=ALIKE) & one_is_free)

    def with_doubles(self) -> "TeamQuerySet":
        """`has_doubles`: there may be such a team already."""
        its = (OuterRef(f"agency__{field}") for field in ("pk", "name", "is_confirmed"))
        others = self.model.objects.exclude(pk=OuterRef("pk")).perhaps_the_same_as(*its)
        return self.annotate(has_doubles=Exists(others))

    def without_lead(self) -> "TeamQuerySet":
        """At work, and nobody leads: left, or may not log in any more."""
        memberships = self.model._meta.get_field("memberships").related_model.objects
        leads = memberships.leads().filter(team=OuterRef("pk"), person__is_active=True)
        return self.let_in().filter(~Exists(leads))

    def locked(self) -> "TeamQuerySet":
        """In one order for everybody, after the authority and before any person. NO KEY, so that rows pointing at them can
        still be written."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class MembershipQuerySet(models.QuerySet):
    def of(self, person) -> "MembershipQuerySet":
        return self.filter(person=person)

    def in_teams_let_in(self) -> "MembershipQuerySet":
        return self.filter(team__state__in=LET_IN)

    def leads(self) -> "MembershipQuerySet":
        return self.filter(role=Role.LEAD)

    def by_name(self) -> "MembershipQuerySet":
        """The lead, then the others."""
        return self.order_by("role", "person__last_name", "person__first_name", "pk")


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Not answered, not taken back, not run out."""
        return self.filter(state=Answer.OPEN, expires_at__gt=clock.now())

    def run_out(self) -> "InvitationQuerySet":
        return self.filter(state=Answer.OPEN, expires_at__lte=clock.now())

    def to_be_shown(self) -> "InvitationQuerySet":
        """What the lead still has to do with: open, run out, and lately declined."""
        lately = Q(state=Answer.DECLINED, answered_at__gt=clock.now() - DECLINED_SHOWN)
        return self.filter(Q(state=Answer.OPEN) | lately).order_by("-state", "email", "pk")

    def forgettable(self) -> "InvitationQuerySet":
        """Over for so long that the address has no business here any more."""
        limit = clock.now() - FORGOTTEN_AFTER
        return self.filter(Q(state=Answer.OPEN, expires_at__lt=limit) | Q(answered_at__lt=limit))

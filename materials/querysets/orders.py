"""The questions to the orders."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, Max, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce

from materials.choices import LINE_GIVEN_UP, OVER, TO_BE_DECIDED, TO_BE_PACKED, TO_BE_SHIPPED, HandOnState, LineState, OrderState
from missione.shared import clock


class OrderQuerySet(models.QuerySet):
    def visible_to(self, person) -> "OrderQuerySet":
        """The team's members', who ordered, and the campaign team's; staff do not see what nobody has confirmed."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_staff:
            return self.exclude(state=OrderState.UNCONFIRMED)
        return self.of(person)

    def of(self, person) -> "OrderQuerySet":
        """Those of the teams the person is in, and the own ones without a team."""
        own = Q(person=person, team=None)
        # A membership that ended is no way to the orders of the team.
        return self.filter(own | Q(team__in=person.memberships.values("team")))

    def of_team(self, team) -> "OrderQuerySet":
        return self.filter(team=team)

    def open(self) -> "OrderQuerySet":
        return self.exclude(state__in=(*OVER, OrderState.UNCONFIRMED))

    def for_lists(self) -> "OrderQuerySet":
        """With all that a row says: two questions for any number of them."""
        lines = self.model._meta.get_field("lines").related_model.objects.select_related("article")
        return self.select_related("team__agency", "agency").prefetch_related(models.Prefetch("lines", lines))

    def with_loans(self) -> "OrderQuerySet":
        """One more question, for who reads how it stands with what is lent."""
        lines = self.model._meta.get_field("lines").related_model
        loans = lines._meta.get_field("loans").related_model.objects.with_hand_on()
        return self.prefetch_related(models.Prefetch("lines__loans", loans))

    def to_be_decided(self) -> "OrderQuerySet":
        """What staff have to look at, the oldest first."""
        return self.filter(state__in=TO_BE_DECIDED).order_by("created_at", "pk")

    def to_be_packed(self) -> "OrderQuerySet":
        return self.filter(state__in=TO_BE_PACKED)

    def to_be_shipped(self) -> "OrderQuerySet":
        return self.filter(state__in=TO_BE_SHIPPED)

    def with_overdue(self) -> "OrderQuerySet":
        """is_overdue: the lead time of the slowest article is over, and not all has left."""
        days = Max("lines__article__lead_time_days", filter=Q(lines__from_day=None))
        waits = ~Q(state__in=(*OVER, OrderState.UNCONFIRMED, OrderState.SHIPPED))
        due_at = F("confirmed_at") + F("longest_lead_days") * timedelta(days=1)
        late = Q(waits, due_at__lt=clock.now())
        with_due = self.annotate(longest_lead_days=days).annotate(due_at=ExpressionWrapper(due_at, models.DateTimeField()))
        return with_due.annotate(is_overdue=Case(When(late, then=True), default=False))

    def overdue(self) -> "OrderQuerySet":
        return self.with_overdue().filter(is_overdue=True)

    def remembered_since(self, before: datetime) -> "OrderQuerySet":
        """Ended before that, or sent and never closed; nothing of it is out; and still known whose it was."""
        loans = self.model._meta.get_field("lines").related_model._meta.get_field("loans").related_model.objects
        over = Q(ended_at__lt=before) | Q(state=OrderState.SHIPPED, shipped_at__lt=before)
        held = Exists(loans.holding_a_unit().filter(line__order=OuterRef("pk")))
        late = Exists(loans.filter(line__order=OuterRef("pk"), ended_at__gte=before))
        return self.filter(over, ~held, ~late, forgotten_at=None, created_at__lt=before)

    def run_out(self) -> "OrderQuerySet":
        return self.filter(state=OrderState.UNCONFIRMED, confirm_until__lte=clock.now())

    def locked(self) -> "OrderQuerySet":
        """After the authority, before the articles; in one order for everybody."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class OrderLineQuerySet(models.QuerySet):
    def holding(self, article) -> "OrderLineQuerySet":
        """What is promised of it, the latest first: what has waited longest is cut last."""
        return self.filter(article=article, reserved__gt=0).select_related("order__agency").order_by("-order__created_at", "-pk")

    def counting(self) -> "OrderLineQuerySet":
        """What counts against the limit of an authority: asked and not given up."""
        return self.exclude(state__in=LINE_GIVEN_UP).exclude(order__state=OrderState.UNCONFIRMED)

    def not_expired(self) -> "OrderLineQuerySet":
        """What staff can still decide: its days are not over."""
        return self.exclude(state=LineState.EXPIRED)

    def never_borrowed(self) -> "OrderLineQuerySet":
        """The last day is over in Berlin, and it never left. What was handed on counts as on its way, confirmed or not."""
        waits = self.filter(state__in=(LineState.REQUESTED, LineState.APPROVED), to_day__lt=clock.today())
        return waits.exclude(order__state=OrderState.UNCONFIRMED).exclude(loans__taken_over__state=HandOnState.GIVEN)

    def in_year_of(self, moment: datetime) -> "OrderLineQuerySet":
        """Ordered in the same calendar year in Berlin."""
        year = moment.astimezone(clock.BERLIN).year
        start, end = (datetime(each, 1, 1, tzinfo=clock.BERLIN) for each in (year, year + 1))
        return self.filter(order__created_at__gte=start, order__created_at__lt=end)

    def pieces_by_article(self) -> dict[int, int]:
        """How many of each article: what was promised, else what was asked for, less what came back."""
        pieces = Sum(Coalesce(F("approved"), F("requested")) - F("returned"))
        return dict(self.order_by().values("article").annotate(pieces=pieces).values_list("article", "pieces"))

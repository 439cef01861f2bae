"""The questions to what is lent: which unit, when."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import DateField, Exists, F, Func, OuterRef, Q, Subquery, Value

from materials.choices import HOLDS_A_UNIT, TO_BE_PACKED, TO_BE_SHIPPED, Condition, HandOnState, LoanState
from missione.shared import clock

LEAVES_SOON = timedelta(days=7)


class WithTheWay(Func):
    """The days from first to last of a loan, with the article's days on the way."""

    template = "daterange(%(expressions)s, '[]')"
    output_field = DateRangeField()

    def __init__(self, first: date, last: date, before: str, after: str):
        super().__init__(_days(first, "-", before), _days(last, "+", after))


def _days(day: date, sign: str, number: str) -> Func:
    value = Func(Value(day), template="%(expressions)s::date", output_field=DateField())
    return Func(value, F(number), template="(%(expressions)s)", arg_joiner=f" {sign} ", output_field=DateField())


def _still_away(sets_out_in) -> Q:
    """What is late cannot leave again in so many days: if it were sent back today, it would not be here yet."""
    return Q(state=LoanState.OUT, to_day__lt=clock.today(), unit__article__days_after__gte=sets_out_in)


class UnitQuerySet(models.QuerySet):
    def usable(self) -> "UnitQuerySet":
        return self.filter(condition=Condition.USABLE)

    def free_in(self, period) -> "UnitQuerySet":
        """Usable, and on no day of the period somewhere else; the days on the way are in it already."""
        starts_in = (period.lower - clock.today()).days
        return self.usable().filter(~Exists(self._loans().filter(Q(period__overlap=period) | _still_away(Value(starts_in)))))

    def first_free_in(self, period):
        """Whoever asks holds the row of the article, so nobody else takes it meanwhile."""
        return self.free_in(period).order_by("number").first()

    def free_between(self, first: date, last: date) -> "UnitQuerySet":
        """Usable, and free on all these days and those on the way."""
        wanted = self.usable().annotate(wanted=WithTheWay(first, last, "article__days_before", "article__days_after"))
        sets_out_in = Value((first - clock.today()).days) - F("unit__article__days_before")
        return wanted.filter(~Exists(self._loans().filter(Q(period__overlap=OuterRef("wanted")) | _still_away(sets_out_in))))

    def free_today(self) -> "UnitQuerySet":
        return self.usable().filter(~Exists(self._loans().filter(Q(period__contains=clock.today()) | _still_away(Value(0)))))

    def with_gaps(self) -> "UnitQuerySet":
        """has_gaps: the newest protocol counted less of something than belongs to it."""
        reports = self.model._meta.get_field("reports").related_model
        latest = reports.objects.filter(unit=OuterRef(OuterRef("pk"))).order_by("-pk").values("pk")[:1]
        parts, part = reports._meta.get_field("parts").related_model.objects, "report__unit__article__parts"
        less = parts.filter(report=Subquery(latest), **{f"{part}__name": F("name"), f"{part}__quantity__gt": F("counted")})
        return self.annotate(has_gaps=Exists(less))

    def _loans(self) -> "LoanQuerySet":
        return self.model._meta.get_field("loans").related_model.objects.holding_a_unit().filter(unit=OuterRef("pk"))


class LoanQuerySet(models.QuerySet):
    def visible_to(self, person) -> "LoanQuerySet":
        """Who may see the order may see what is lent with it; what is only held back for who waits is no loan yet."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_staff:
            return self.filter(line__isnull=False)
        own = Q(line__order__person=person, line__order__team=None)
        return self.filter(own | Q(line__order__team__in=person.memberships.values("team")))

    def out(self) -> "LoanQuerySet":
        return self.filter(state=LoanState.OUT)

    def overdue(self) -> "LoanQuerySet":
        """Who has handed it on is not late: the next has it, and only has to say so."""
        return self.out().filter(to_day__lt=clock.today()).not_given_on()

    def not_given_on(self) -> "LoanQuerySet":
        return self.exclude(handed_on__state=HandOnState.GIVEN)

    def to_hand_out(self) -> "LoanQuerySet":
        """Leaves in the next days, counted with the way there; and the order is decided."""
        soon = clock.today() + LEAVES_SOON
        decided = self.filter(line__order__state__in=(*TO_BE_PACKED, *TO_BE_SHIPPED))
        return decided.filter(state=LoanState.RESERVED, period__startswith__lte=soon)

    def due_within(self, span: timedelta) -> "LoanQuerySet":
        """Out, and to be sent back from today on."""
        return self.out().filter(to_day__range=(clock.today(), clock.today() + span)).not_given_on()

    def without_unit(self) -> "LoanQuerySet":
        """Reserved on one that is damaged or lost, and none other was free. What is on its way already has one."""
        reserved = self.filter(state=LoanState.RESERVED).exclude(unit__condition=Condition.USABLE)
        return reserved.exclude(taken_over__state=HandOnState.GIVEN)

    def locked(self) -> "LoanQuerySet":
        """After the order and the article; in one order for everybody."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")

    def for_pages(self) -> "LoanQuerySet":
        """With all that a page of a loan says, in one question."""
        found = self.select_related("unit__article", "line__order__team__agency", "line__order__agency", "line__order__person")
        return found.with_hand_on()

    def with_hand_on(self) -> "LoanQuerySet":
        """Says whether it was handed on, and the other side has not confirmed it."""
        hand_ons = self.model._meta.get_field("handed_on").related_model.objects
        return self.annotate(is_given_on=Exists(hand_ons.filter(giving=OuterRef("pk"), state=HandOnState.GIVEN)))

    def of_team(self, team) -> "LoanQuerySet":
        """Reserved for it or with it; what comes next first."""
        return (
            self.holding_a_unit()
            .filter(line__order__team=team)
            .select_related("unit__article")
            .with_hand_on()
            .order_by("to_day", "pk")
        )

    def holding_a_unit(self) -> "LoanQuerySet":
        return self.filter(state__in=HOLDS_A_UNIT)

    def touching(self, first: date, last: date) -> "LoanQuerySet":
        """On any day from the first to the last."""
        return self.filter(
            period__overlap=Func(
                Value(first), Value(last), template="daterange(%(expressions)s, '[]')", output_field=DateRangeField()
            )
        )

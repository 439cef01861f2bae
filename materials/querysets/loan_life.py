"""The questions to what surrounds a loan: who waits, what protocols say, what goes straight on, what is lent on."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from materials.choices import OPEN_HAND_ON, OPEN_WISH, HandOnState, LoanState, ReportKind, WishState

_OF_A_LOAN = ("unit__article", "line__order__team__agency", "line__order__agency", "line__order__person")


class LoanWishQuerySet(models.QuerySet):
    def visible_to(self, person) -> "LoanWishQuerySet":
        """The team's members' and the campaign team's."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        return self if person.is_staff else self.filter(team__in=person.memberships.values("team"))

    def for_pages(self) -> "LoanWishQuerySet":
        """With all that a page of a wish says, in one question."""
        return self.select_related("article", "team__agency", "person")

    def of_team(self, team) -> "LoanWishQuerySet":
        """What it waits for; what wants an answer first."""
        return self.open().filter(team=team).select_related("article").order_by("offered_until", "pk")

    def remembered_since(self, before: datetime) -> "LoanWishQuerySet":
        return self.filter(ended_at__lt=before, person__isnull=False)

    def open(self) -> "LoanWishQuerySet":
        return self.filter(state__in=OPEN_WISH)

    def waiting(self) -> "LoanWishQuerySet":
        return self.filter(state=WishState.WAITING)

    def locked(self) -> "LoanWishQuerySet":
        """After the article; in the order of their coming."""
        return self.for_pages().select_for_update(no_key=True, of=("self",)).order_by("pk")

    def sharing_days_with(self, wish) -> "LoanWishQuerySet":
        """For the same article, and with the days on the way at least one day in common."""
        both_ways = timedelta(days=wish.article.days_before + wish.article.days_after)
        same = self.filter(article=wish.article_id)
        return same.filter(from_day__lte=wish.to_day + both_ways, to_day__gte=wish.from_day - both_ways)

    def before(self, wish) -> "LoanWishQuerySet":
        """Whose turn comes earlier."""
        return self.waiting().sharing_days_with(wish).filter(pk__lt=wish.pk)


class LoanReportQuerySet(models.QuerySet):
    def latest_of(self, unit) -> "LoanReportQuerySet":
        """The newest first: what it says is how the unit is."""
        return self.filter(unit=unit).order_by("-pk")

    def remembered_since(self, before: datetime) -> "LoanReportQuerySet":
        """Of loans that ended before that, or of what lay on the shelf. What is said there of the thing itself may stay."""
        named = Q(by__isnull=False) | (Q(loan__isnull=False) & ~Q(note=""))
        return self.filter(named, Q(loan__ended_at__lt=before) | Q(loan=None, at__lt=before))

    def with_all(self) -> "LoanReportQuerySet":
        """With all that is shown of one: three questions for any number of them."""
        return self.select_related("by", "loan").prefetch_related("parts", "pictures")


class ReportPictureQuerySet(models.QuerySet):
    def visible_to(self, person) -> "ReportPictureQuerySet":
        """Those of loans that the person may see, and of who gave it on to them. What staff saw on the shelf is theirs."""
        if not person.is_authenticated or not person.is_active:
            return self.none()
        if person.is_staff:
            return self
        loans = self.model._meta.get_field("report").related_model._meta.get_field("loan").related_model.objects
        own = loans.visible_to(person)
        given = loans.filter(handed_on__taking__in=own, handed_on__state__in=(HandOnState.GIVEN, HandOnState.TAKEN))
        return self.filter(Q(report__loan__in=own) | Q(report__loan__in=given, report__kind=ReportKind.GIVEN_ON))


class HandOnQuerySet(models.QuerySet):
    def remembered_since(self, before: datetime) -> "HandOnQuerySet":
        named = Q(arranged_by__isnull=False) | ~Q(note="")
        return self.filter(named, giving__ended_at__lt=before, taking__ended_at__lt=before)

    def alive(self) -> "HandOnQuerySet":
        return self.exclude(state=HandOnState.CANCELLED)

    def open(self) -> "HandOnQuerySet":
        """Arranged, and not yet confirmed by both."""
        return self.filter(state__in=OPEN_HAND_ON)

    def with_loan(self, loan) -> "HandOnQuerySet":
        """On either side."""
        return self.filter(Q(giving=loan) | Q(taking=loan))

    def for_pages(self) -> "HandOnQuerySet":
        """With both sides, in one question."""
        sides = [f"{side}__{path}" for side in ("giving", "taking") for path in _OF_A_LOAN]
        return self.select_related(*sides)


class PieceQuerySet(models.QuerySet):
    def out(self) -> "PieceQuerySet":
        """With somebody of the authority at this moment."""
        return self.filter(lendings__isnull=False, lendings__back_on=None)

    def alive(self) -> "PieceQuerySet":
        """The code on the slip opens something: only while the box is with who lends it on."""
        return self.filter(loan__state=LoanState.OUT).exclude(loan__handed_on__state=HandOnState.GIVEN)

    def with_whereabouts(self) -> "PieceQuerySet":
        """`out_since`: the day it was taken along, None if it is in the house."""
        lendings = self.model._meta.get_field("lendings").related_model.objects
        return self.annotate(out_since=Subquery(lendings.filter(piece=OuterRef("pk"), back_on=None).values("out_on")[:1]))

"""What an article means for an authority: how many it may still have this year, how many it may need, when they arrive."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from materials.models import Article, Order, OrderLine
from missione.shared import clock
from missione.shared.wall_time import wall_moment
from missione.shared.working_days import working_days_after
from teams.models import Agency

WORKING_DAYS, WEEK = 5, 7
LOANS_AHEAD = timedelta(days=366)  # nobody plans further
ANSWER_WITHIN, NOON = 3, time(12)  # working days for who is offered a unit; offices are staffed at noon


@dataclass(frozen=True)
class Quota:
    """Of one article, for one authority and this calendar year."""

    used: int
    limit: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def most(self) -> str:
        return in_thousands(self.limit)

    @property
    def words(self) -> str:
        return f"{in_thousands(self.used)} von {self.most} in diesem Jahr"


def in_thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def pieces(number: int) -> str:
    return f"{in_thousands(number)} Stück"


def quotas_of(agency: Agency | None, articles: Iterable[Article]) -> dict[int, Quota]:
    """By the key of the article; one question, however many articles. Without an authority nothing is used yet."""
    limited = {article.pk: article.limit_per_year for article in articles if article.limit_per_year}
    used: dict[int, int] = {}
    if agency and limited:
        lines = OrderLine.objects.counting().filter(order__agency=agency, article__in=limited)
        used = lines.in_year_of(clock.now()).pieces_by_article()
    return {pk: Quota(used.get(pk, 0), limit) for pk, limit in limited.items()}


def suggestion_for(article: Article, agency: Agency | None) -> int | None:
    """By the rule of thumb and the headcount, in whole packs."""
    if not (agency and agency.headcount and article.per_employee):
        return None
    return in_packs(article, math.ceil(agency.headcount * article.per_employee)) or None


def in_packs(article: Article, wanted: int) -> int:
    """At least so many, in whole packs."""
    return math.ceil(wanted / article.pack_size) * article.pack_size


def most_now(article: Article, quota: Quota | None, *, only_asked: bool = False) -> int | None:
    """How many can be ordered at this moment, in whole packs; None: as many as you like. Who only asks waits for the stock."""
    limits = [quota.left] if quota else []
    if not only_asked:
        limits.append(max(0, article.free))
    return min(limits) // article.pack_size * article.pack_size if limits else None


def arrives_on(lead_time_days: int, *, ordered_on: date | None = None) -> date:
    """An estimate: two weeks are ten working days, and those of North Rhine-Westphalia are counted."""
    return working_days_after(ordered_on or clock.today(), math.ceil(lead_time_days * WORKING_DAYS / WEEK))


def parcel_arrives_on(order: Order) -> date | None:
    """The slowest of what comes in a parcel, from the day on which the order came; loans come when they are needed."""
    times = [line.article.lead_time_days for line in order.lines.select_related("article") if not line.is_loan]
    came = (order.confirmed_at or order.created_at).astimezone(clock.BERLIN).date()
    return arrives_on(max(times), ordered_on=came) if times else None


def comes_too_late(order: Order, expected: date | None) -> bool:
    """After the day for which it is wished."""
    return bool(expected and order.wished_for and order.wished_for < expected)


def first_day_of_loan(article: Article) -> date:
    """The way to the borrower takes its days."""
    return clock.today() + timedelta(days=max(1, article.days_before))


def last_day_of_loan() -> date:
    return clock.today() + LOANS_AHEAD


def period_of_loan(article: Article, from_day: date, to_day: date) -> DateRange:
    """With the days on the way; the end is the day after the last, as PostgreSQL keeps it."""
    return DateRange(from_day - timedelta(days=article.days_before), to_day + timedelta(days=article.days_after + 1))


def answer_until(article: Article, from_day: date) -> datetime:
    """How long an offer made now would stand: never past the day on which the unit sets out. It may be over already."""
    sets_out_on = from_day - timedelta(days=max(1, article.days_before))
    return wall_moment(min(working_days_after(clock.today(), ANSWER_WITHIN), sets_out_on), NOON)

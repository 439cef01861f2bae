"""What becomes of a seat that is free beside a waiting list: it depends on the time left until the start."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from missione.shared import clock
from seminars.models import Event

# More than this before the start, the next person is booked at once and told so;
BOOK_AT_ONCE = timedelta(hours=48)
# from there down to this, the seat is offered with a deadline; below it nobody is promoted.
NOBODY_PROMOTED = timedelta(hours=4)
# A seat is offered for so long, if the event leaves room for it;
TIME_TO_ANSWER = timedelta(hours=12)
SHORTEST_TIME_TO_ANSWER = timedelta(hours=1)
# and until somebody is at work: a deadline in the night or at the weekend becomes the next working day's morning,
# or where the event leaves none, at least a morning.
WORK_BEGINS, WORK_ENDS, AFTER_THE_MAIL = time(8), time(18), time(10)
NIGHT_BEGINS = time(20)
SATURDAY = 5


class Promotion(StrEnum):
    AT_ONCE = "at_once"
    OFFERED = "offered"
    NOBODY = "nobody"


def how_promotion_goes(event: Event) -> Promotion:
    """For a seat that becomes free now; seminars/_moving_up.txt says it in words."""
    left = event.starts_at - clock.now()
    if left > BOOK_AT_ONCE:
        return Promotion.AT_ONCE
    return Promotion.OFFERED if left >= NOBODY_PROMOTED else Promotion.NOBODY


def offer_ends_at(event: Event) -> datetime:
    """How long a seat offered now waits for an answer."""
    now = clock.now()
    latest = min(max(event.starts_at - NOBODY_PROMOTED, now + SHORTEST_TIME_TO_ANSWER), event.starts_at)
    wished = min(now + TIME_TO_ANSWER, latest)
    for is_good in (_is_working_hour, _is_by_day):
        moved = min(_next(is_good, wished), latest)
        if is_good(moved):
            return moved
    return wished


def _is_working_hour(moment: datetime) -> bool:
    local = moment.astimezone(clock.BERLIN)
    return local.weekday() < SATURDAY and WORK_BEGINS <= local.time() <= WORK_ENDS


def _is_by_day(moment: datetime) -> bool:
    return WORK_BEGINS <= moment.astimezone(clock.BERLIN).time() <= NIGHT_BEGINS


def _next(is_good: Callable[[datetime], bool], moment: datetime) -> datetime:
    """The moment itself, or ten o'clock by the wall clock on the first good morning that follows."""
    if is_good(moment):
        return moment
    local = moment.astimezone(clock.BERLIN)
    morning = datetime.combine(local.date(), AFTER_THE_MAIL, tzinfo=clock.BERLIN)
    while morning <= local or not is_good(morning):
        morning += timedelta(days=1)
    return morning.astimezone(UTC)

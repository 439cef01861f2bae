"""What becomes of a seat that is free beside a waiting list: it depends on the time left until the start."""

from datetime import timedelta
from enum import StrEnum

from missione.shared import clock
from seminars.models import Event

# More than this before the start, the next person is booked at once and told so;
BOOK_AT_ONCE = timedelta(hours=48)
# from there down to this, the seat is offered with a deadline; below it nobody is promoted.
NOBODY_PROMOTED = timedelta(hours=4)


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

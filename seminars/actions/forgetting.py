"""What bookings say of people is forgotten when nobody needs it any more. What was booked, and who came, stays as figures."""

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from materials.actions.documents import forget_occasions
from missione.shared import clock
from missione.shared.forgetting import in_batches
from seminars.models import Booking, Reminder
from seminars.models.bookings import WORDS_LAST
from seminars.querysets import WITHOUT_WORDS
from teams.models import Agency


def forget_words() -> int:
    """Needs, messages and reasons: a month after the event the interpreter has been paid. Returns how many bookings."""
    return in_batches(Booking.objects.with_words_until(clock.now() - WORDS_LAST), _forget_words)


def forget_people() -> int:
    """Nobody stands behind a booking any more; the ministry does, for its figures. Returns how many bookings."""
    return in_batches(Booking.objects.remembered_since(clock.months_ago(settings.PERSONAL_DATA_MONTHS)), _forget_people)


def _forget_words(bookings: QuerySet[Booking]) -> int:
    return bookings.update(**WITHOUT_WORDS)


@transaction.atomic
def _forget_people(bookings: QuerySet[Booking]) -> int:
    Reminder.objects.filter(booking__in=bookings.values("pk")).delete()
    forget_occasions(booking.occasion for booking in bookings.attended().only("pk"))
    return bookings.update(
        ministry=Coalesce("ministry", _ministry_of(Q(people=OuterRef("person"))), _ministry_of(Q(teams=OuterRef("team")))),
        person=None,
        booked_by=None,
        team=None,
        unnamed_until=None,
        name_asked_at=None,
        forgotten_at=clock.now(),
        **WITHOUT_WORDS,
    )


def _ministry_of(agency: Q) -> Subquery:
    return Subquery(Agency.objects.filter(agency).order_by().values("ministry")[:1])

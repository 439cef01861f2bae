"""The history of an event: what staff did with it, and with its bookings."""

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from seminars.admin.booking_deeds import who
from seminars.models import Booking, Event


def history_of(event: Event) -> QuerySet[LogEntry]:
    """The earliest first."""
    kinds = ContentType.objects.get_for_models(Event, Booking)
    bookings = [str(pk) for pk in event.bookings.values_list("pk", flat=True)]
    of_event = Q(content_type=kinds[Event], object_id=str(event.pk))
    of_bookings = Q(content_type=kinds[Booking], object_id__in=bookings)
    return LogEntry.objects.filter(of_event | of_bookings).select_related("user").order_by("action_time")


def name_people(entries: Iterable[LogEntry], event: Event) -> None:
    """Say whose booking it was. Asked, not written down twice: a name that is deleted there is deleted here, too."""
    kind = ContentType.objects.get_for_model(Booking)
    people = {str(booking.pk): who(booking) for booking in event.bookings.select_related("person")}
    for entry in entries:
        if entry.content_type_id == kind.pk:
            entry.change_message = f"{people[entry.object_id]}: {entry.get_change_message()}"

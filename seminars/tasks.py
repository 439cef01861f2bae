"""Deeds on a timetable."""

from celery import shared_task

from seminars import actions
from seminars.errors import SomeFailed

DUE = (actions.expire_offers, actions.promote_who_waits, actions.close_waiting_lists, actions.remind_of_events)


@shared_task
def do_what_is_due() -> None:
    """Once a minute: offers that ran out, seats beside a queue, waiting lists of events that begin, reminders."""
    failed = []
    for deed in DUE:
        try:
            deed()
        except SomeFailed as failure:
            failed.append(failure)
    if failed:
        raise ExceptionGroup("Not everything that was due could be done", failed)

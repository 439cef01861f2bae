"""Deeds on a timetable."""

from celery import shared_task

from seminars import actions


@shared_task
def do_what_is_due() -> None:
    """Once a minute: offers that expired, seats beside a queue, waiting lists of events that begin, reminders."""
    actions.expire_offers()
    actions.promote_who_waits()
    actions.close_waiting_lists()
    actions.remind_of_events()

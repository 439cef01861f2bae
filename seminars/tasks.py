"""Deeds on a timetable."""

from celery import shared_task

from missione.shared.due import one_after_another
from seminars import actions

DUE = (
    actions.expire_offers,
    actions.free_unnamed_seats,
    actions.promote_who_waits,
    actions.close_waiting_lists,
    actions.ask_for_names,
    actions.remind_of_events,
)


@shared_task
def forget_old_bookings() -> None:
    """Once an hour: what was said a month after the event, who it was after the time the settings name."""
    actions.forget_words()
    actions.forget_people()


@shared_task
def do_what_is_due() -> None:
    """Once a minute: offers that ran out, seats nobody got a name for, seats beside a queue, events that begin, reminders."""
    one_after_another(*DUE)

"""Deeds on the timetable of missione/celery.py. Each may run twice, late, or beside itself."""

from celery import shared_task

from missione.shared import delivery, forgetting


@shared_task
def deliver_letters() -> None:
    delivery.deliver()


@shared_task
def forget_what_is_old() -> None:
    forgetting.forget_old_keys()
    forgetting.forget_old_letters()
    forgetting.forget_old_records()
    forgetting.forget_old_sessions()

"""Deeds on a timetable."""

from celery import shared_task

from materials.actions import (
    contact,
    documents,
    expiring,
    forgetting,
    lending_on,
    orders,
    protocols,
    reminding,
    scanning,
    waiting,
)
from missione.shared.due import one_after_another


@shared_task
def forget_unconfirmed() -> None:
    """What a guest typed and never confirmed is deleted once its link has run out."""
    orders.forget_unconfirmed()
    contact.forget_unconfirmed()


@shared_task
def forget_old_orders() -> None:
    """Once an hour: who ordered and borrowed, what was written to us, after the times the settings name."""
    forgetting.forget_people()
    forgetting.forget_messages()


@shared_task
def scan_documents() -> None:
    """Every few seconds: nothing is handed out before the virus scanner has seen it."""
    scanning.scan_what_is_due()


@shared_task
def look_after_documents() -> None:
    """Once an hour: rights that end soon, files that belong to nothing."""
    documents.warn_of_rights()
    scanning.sweep_files()


@shared_task
def look_after_waiting_lists() -> None:
    """Once a minute: offers that have lapsed go to the next."""
    waiting.look_after_waiting_lists()


@shared_task
def look_after_loans() -> None:
    """Every few minutes: what never left in its days; from nine in the morning in Berlin what ends soon, and what is late."""
    one_after_another(expiring.expire_loans, reminding.remind_of_loans)


@shared_task
def look_after_loan_pictures() -> None:
    """Once an hour: pictures of protocols that nobody needs any more, files that belong to nothing."""
    protocols.forget_old_pictures()
    protocols.sweep_files()


@shared_task
def forget_lendings() -> None:
    """A year after a box came back it is no longer known on which days its meters went; how often, is."""
    lending_on.forget_lendings()

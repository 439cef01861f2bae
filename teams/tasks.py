"""Deeds on a timetable."""

from celery import shared_task

from teams import actions
from teams.actions import invitations, joining, logins, own_data, pictures, unused


@shared_task
def forget_old_drafts() -> None:
    """Registrations that were begun and never sent."""
    actions.forget_old_drafts()


@shared_task
def forget_old_invitations() -> None:
    """And wishes to join: addresses and words of what is over for long."""
    invitations.forget_old_invitations()
    joining.forget_old_wishes()


@shared_task
def sweep_picture_files() -> None:
    """Files whose picture was never saved, or is gone."""
    pictures.sweep_files()


@shared_task
def look_after_unused_accounts() -> None:
    """Once an hour: who came back, who is told, who is gone, and who never confirmed the address."""
    unused.settle_announced()
    unused.announce_deletions()
    unused.forget_unconfirmed()


@shared_task
def make_data_exports() -> None:
    """Files with everything we know of a person. A killed worker's are taken up again."""
    own_data.make_exports()


@shared_task
def forget_what_is_over() -> None:
    """Such files after a week, and rows of sessions that ran out."""
    own_data.forget_old_exports()
    logins.forget_old_logins()

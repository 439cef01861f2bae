"""The worker and its timetable: a few idempotent ticks that ask the database what is due."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "missione.settings")

app = Celery("missione")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Plain intervals, never crontab: a wall-clock schedule falls silent on the night of the clock change.
# A tick that nobody fetched in time is worthless (the next one does its work), so it expires.
app.conf.beat_schedule = {
    "deliver-letters": {"task": "missione.shared.tasks.deliver_letters", "schedule": 5.0, "options": {"expires": 60}},
    "do-what-is-due": {"task": "seminars.tasks.do_what_is_due", "schedule": 60.0, "options": {"expires": 300}},
    "forget-lendings": {"task": "materials.tasks.forget_lendings", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-old-bookings": {"task": "seminars.tasks.forget_old_bookings", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-old-drafts": {"task": "teams.tasks.forget_old_drafts", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-old-orders": {"task": "materials.tasks.forget_old_orders", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-old-invitations": {"task": "teams.tasks.forget_old_invitations", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-unconfirmed": {"task": "materials.tasks.forget_unconfirmed", "schedule": 3600.0, "options": {"expires": 3600}},
    "scan-documents": {"task": "materials.tasks.scan_documents", "schedule": 10.0, "options": {"expires": 60}},
    "look-after-documents": {"task": "materials.tasks.look_after_documents", "schedule": 3600.0, "options": {"expires": 3600}},
    "look-after-waiting": {"task": "materials.tasks.look_after_waiting_lists", "schedule": 60.0, "options": {"expires": 300}},
    "look-after-loans": {"task": "materials.tasks.look_after_loans", "schedule": 600.0, "options": {"expires": 600}},
    "look-after-loan-pictures": {
        "task": "materials.tasks.look_after_loan_pictures",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget-what-is-old": {"task": "missione.shared.tasks.forget_what_is_old", "schedule": 3600.0, "options": {"expires": 3600}},
    "forget-what-is-over": {"task": "teams.tasks.forget_what_is_over", "schedule": 3600.0, "options": {"expires": 3600}},
    "look-after-unused-accounts": {
        "task": "teams.tasks.look_after_unused_accounts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "make-data-exports": {"task": "teams.tasks.make_data_exports", "schedule": 10.0, "options": {"expires": 60}},
    "sweep-picture-files": {"task": "teams.tasks.sweep_picture_files", "schedule": 3600.0, "options": {"expires": 3600}},
}


@setup_logging.connect
def keep_our_log(**kwargs):
    """Celery would put a log of its own beside ours (missione/logs.py)."""


@heartbeat_sent.connect
def show_a_pulse(**kwargs):
    """The container's health check looks at the age of this file: a worker that hangs stops touching it."""
    if path := os.environ.get("PULSE_FILE"):
        Path(path).touch()

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
    "forget-what-is-old": {"task": "missione.shared.tasks.forget_what_is_old", "schedule": 3600.0, "options": {"expires": 3600}},
}


@setup_logging.connect
def keep_our_log(**kwargs):
    """Celery would put a log of its own beside ours (missione/logs.py)."""


@heartbeat_sent.connect
def show_a_pulse(**kwargs):
    """The container's health check looks at the age of this file: a worker that hangs stops touching it."""
    if path := os.environ.get("PULSE_FILE"):
        Path(path).touch()

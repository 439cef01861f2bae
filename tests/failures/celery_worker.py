"""A real Celery worker, with its timetable if need be, on the database of the test and a Valkey of its own."""

import os
import signal
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from celery import Celery
from django.db import connection

from devstack.place import ROOT, Place
from devstack.service import Service
from devstack.valkey import Valkey

CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "missione", "worker", "--concurrency", "1", "--loglevel", "INFO"]


class Worker(Service):
    """Killed with its parent or by name of its group, never by chance."""

    name = "the Celery worker"

    def __init__(self, place: Place, valkey: Valkey, *, mail: str, timetable: bool = False):
        self.log, self.pidfile = place.state / "worker.log", place.state / "worker.pid"
        self.caller = Celery("test", broker=valkey.url.replace("unix://", "redis+socket://"), set_as_current=False)
        self.command = [
            *CELERY,
            "--without-gossip",
            "--without-mingle",
            *(["--beat", "--schedule", place.state / "beat"] * timetable),
        ]
        self.environment = {
            **os.environ,
            "DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "missione.settings",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": address_of_test_database(),
            "REDIS_URL": valkey.url,
            "EMAIL_URL": mail,
            "EMAIL_TIMEOUT": "30",
            "LOG_FORMAT": "json",
        }

    def launch(self) -> None:
        self.spawn(self.command, env=self.environment)

    def answers(self) -> bool:
        return bool(self.caller.control.ping(timeout=0.5))

    def ring(self) -> None:
        """What the timetable does every five seconds."""
        self.caller.send_task("missione.shared.tasks.deliver_letters")

    def child(self) -> int:
        """The process that works; the other one only hands out the tasks."""
        return int(Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()[0])

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> None:
        os.kill(self.child(), signal.SIGKILL)


def address_of_test_database() -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))


def wait_until(true, seconds=60):
    """Look ten times a second; what did not come true in time is a failed test."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, f"not within {seconds} seconds: {true}"
        time.sleep(0.1)
    return found

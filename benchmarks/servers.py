"""A throw-away PostgreSQL, and applications before it in granian, all with the same options as in production."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from devstack.place import ROOT, Place, own_folder
from devstack.postgres import Postgres
from devstack.service import Service, Unavailable

# As deploy/web/start.sh has it.
GRANIAN = [
    "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4",
    "--backlog", "1024", "--backpressure", "64", "--log-level", "warning", "--factory", "django.core.wsgi:get_wsgi_application",
]  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Side:
    """One of the applications that are compared: its settings, the module that fills its database, and how it is asked."""

    name: str
    settings: str
    data: str
    scheme: str


PORTAL = Side("portal", "missione.settings", "benchmarks.portal_data", "https")
BARE = Side("bare", "benchmarks.bare.settings", "benchmarks.bare.data", "http")


class Web(Service):
    name = "granian"

    def __init__(self, place: Place, side: Side, database_url: str):
        self.side = side
        self.folder = own_folder(place.state / f"{side.name}-{uuid.uuid4().hex[:8]}")
        self.log, self.pidfile = self.folder / "log", self.folder / "pid"
        self.port = free_port()
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": side.settings,
            "PRODUCTION": "1",
            "BEHIND_PROXY": "1",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "portal.example",
            "SITE_URL": "https://portal.example",
            "CONTACT_EMAIL": "kampagnenteam@portal.example",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "STATIC_ROOT": str(place.state / f"static-{side.name}"),
            "DATABASE_URL": database_url,
        }

    def prepare(self, *words: str) -> dict:
        """Tables, static files, people and dates; what the module printed at last: sessions and addresses."""
        return self.run("benchmarks.prepare", self.side.data, *words)

    def run(self, module: str, *words: str) -> dict:
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise Unavailable(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def launch(self) -> None:
        self.spawn(["sh", "-c", f'cd "{ROOT}" && exec "$@"', "sh", *GRANIAN, "--port", self.port], env=self.environment)

    def answers(self) -> bool:
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", self.port)) == 0

    def cpu(self) -> float:
        return cpu_seconds(self.process.pid)


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    place = Place.throwaway()
    server = Postgres(place, throwaway=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        place.remove()


@contextlib.contextmanager
def running(web: Web) -> Iterator[Web]:
    try:
        web.start()
        yield web
    finally:
        web.stop()


def new_database(server: Postgres, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(server.url)._replace(path=f"/{name}"))


def cpu_seconds(pid: int) -> float:
    """What the process and all its children have used so far, those that ended included."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended between the list and the look, as PostgreSQL's helpers do; its parent has its share
    own = sum(map(int, stat[11:15])) / TICKS
    return own + sum(cpu_seconds(int(child)) for child in children)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]

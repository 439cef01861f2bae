"""script/server: web, worker and timetable over this checkout's servers, all ended together."""

import contextlib
import os
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from devstack.place import VAR
from devstack.processes import Processes
from devstack.servers import alone, own_servers
from devstack.service import Unavailable

BIN = Path(sys.executable).parent
GRANIAN = [BIN / "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", "--host", "127.0.0.1"]
WEB = [*GRANIAN, "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
CELERY = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m", "celery", "--quiet", "-A", "missione"]
WORKER = [*CELERY, "worker", "--loglevel", "WARNING", "--concurrency", "2", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", VAR / "devstack" / "timetable"]


PATIENCE = 4  # seconds without a word


class Stopped(Exception):
    """Ctrl-C."""


def serve() -> int:
    """The exit status: 0 after Ctrl-C, 1 when the portal did not start or a part of it ended by itself."""
    began = time.monotonic()
    port = os.environ.get("PORT", "8000")
    address = f"http://localhost:{port}"
    # Six processes begin with the same Django: what one has compiled, the others need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    with alone(address) as place:
        check_port(port)
        with own_servers(place, address), Processes(hurry=stopping) as processes, contextlib.suppress(Stopped):
            run(processes, port, began, stopping)
    print("Stopped.", flush=True)
    return 0


def run(processes: Processes, port: str, began: float, stopping: threading.Event) -> None:
    cast = prepare(processes, stopping)
    processes.spawn("web", [*WEB, "--port", port, "missione.wsgi:application"])
    wait_for_front_page(port, lambda: watch(processes, stopping))
    seconds = time.monotonic() - began
    processes.spawn("worker", WORKER)  # not before: somebody is waiting for the first page
    processes.spawn("beat", BEAT)
    print(f"\n{cast}\nhttp://localhost:{port}/   (ready after {seconds:.1f} s; Ctrl-C stops everything)\n", flush=True)
    while True:
        watch(processes, stopping)


def prepare(processes: Processes, stopping: threading.Event) -> str:
    """What it printed: the accounts of the sample cast."""
    with tempfile.TemporaryFile("w+") as output:
        process = processes.spawn("prepare", [sys.executable, "-m", "devstack.prepare"], output)
        speak_at: float | None = time.monotonic() + PATIENCE
        while process.poll() is None:
            if speak_at and time.monotonic() > speak_at:
                print("Making tables, styles and the sample data; the first time it takes a minute ...", flush=True)
                speak_at = None
            if stopping.wait(0.05):
                raise Stopped
        output.seek(0)
        if process.returncode:
            raise Unavailable(f"{output.read()}\nThe portal could not be prepared, see above.")
        del processes.running["prepare"]
        return output.read()


def watch(processes: Processes, stopping: threading.Event) -> None:
    if stopping.wait(0.1):
        raise Stopped
    if ended := processes.ended():
        raise Unavailable("{} ended by itself with status {}, so all else is stopped.".format(*ended))


def wait_for_front_page(port, meanwhile) -> None:
    while True:
        meanwhile()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read()
            return
        except urllib.error.HTTPError as problem:
            print(f"The front page answers with {problem.code}; the lines of web above say why.", flush=True)
            return
        except OSError:
            pass  # not listening yet


def check_port(port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Unavailable(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as problem:
            sentence = f"Port {port} cannot be used ({problem.strerror}): choose another, say PORT=8001 script/server."
            raise Unavailable(sentence) from None

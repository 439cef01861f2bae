"""script/server: web, worker and timetable over this checkout's servers, all ended together."""

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
from devstack.servers import own_servers
from devstack.service import Unavailable

BIN = Path(sys.executable).parent
WEB = ["--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
CELERY = [sys.executable, "-m", "celery", "-A", "missione"]
WORKER = ["--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
BEAT = ["--loglevel", "WARNING", "--pidfile=", "--schedule", VAR / "devstack" / "timetable"]


class Stopped(Exception):
    """Ctrl-C."""


def serve() -> int:
    """The exit status: 0 after Ctrl-C, 1 when the portal did not start or a part of it ended by itself."""
    began = time.monotonic()
    port = free_port(os.environ.get("PORT", "8000"))
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    processes = Processes()
    with own_servers(f"http://localhost:{port}"):
        try:
            run(processes, port, began, stopping)
        except Stopped:
            return 0
        finally:
            stopping.clear()
            processes.stop(hurry=stopping)
            print("Stopped.", flush=True)


def run(processes: Processes, port: str, began: float, stopping: threading.Event) -> None:
    cast = prepare(processes, stopping)
    processes.spawn("web", [BIN / "granian", *WEB, "--port", port, "missione.wsgi:application"])
    processes.spawn("worker", [*CELERY, "worker", *WORKER])
    processes.spawn("beat", [*CELERY, "beat", *BEAT])
    wait_for_front_page(port, lambda: watch(processes, stopping))
    seconds = time.monotonic() - began
    print(f"\n{cast}\nhttp://localhost:{port}/   (ready after {seconds:.1f} s; Ctrl-C stops everything)\n", flush=True)
    while True:
        watch(processes, stopping)


def prepare(processes: Processes, stopping: threading.Event) -> str:
    """What it printed: the accounts of the sample cast."""
    with tempfile.TemporaryFile("w+") as output:
        process = processes.spawn("prepare", [sys.executable, "-m", "devstack.prepare"], output)
        while process.poll() is None:
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


def free_port(text: str) -> str:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Unavailable(f"PORT must be a number from 1 to 65535, not {text!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as problem:
            raise Unavailable(
                f"Port {text} cannot be used ({problem.strerror}): choose another, say PORT=8001 script/server."
            ) from None
    return text

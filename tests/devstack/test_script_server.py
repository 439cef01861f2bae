"""script/server from a checkout of its own: it opens, it is alone, and it leaves nothing behind however it ends."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest

from devstack.place import SHARED

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "node_modules", "var", "staticfiles", "__pycache__")
OF_THE_TESTS = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SITE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE", "PORT")
ALL = {"granian", "python", "postgres", "valkey-server"}

pytestmark = pytest.mark.failures


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    with copied(tmp_path_factory.mktemp("missione") / "checkout") as copy:
        yield copy


@contextlib.contextmanager
def copied(copy):
    """A copy, for the servers know their checkout by its place; what was installed is shared."""
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    for installed in (".venv", "node_modules", ".npmrc"):
        (copy / installed).symlink_to(ROOT / installed)
    yield copy
    key = (copy / "var" / "devstack" / "key").read_text()
    shutil.rmtree(SHARED / key, ignore_errors=True)
    shutil.rmtree(f"/tmp/missione-{os.getuid()}-{key}", ignore_errors=True)


@pytest.fixture
def server(checkout):
    server = Server(checkout)
    yield server
    for process in server.started:
        process.kill()
        process.wait()


class Server:
    def __init__(self, checkout):
        self.checkout, self.started, self.output = checkout, [], ""
        self.mark = uuid.uuid4().hex  # in the environment of all that is started, so that it can be found again

    def start(self, port, **more):
        environment = {key: value for key, value in os.environ.items() if key not in OF_THE_TESTS}
        environment |= {"PORT": str(port), "STARTED_BY_TEST": self.mark, **more}
        self.started.append(
            subprocess.Popen(
                ["script/server"], cwd=self.checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
        )
        return self.started[-1]

    def open(self):
        """Start, and wait until it says that it is ready."""
        self.port = free_port()
        self.process = self.start(self.port)
        for line in self.process.stdout:
            self.output += line
            if "ready after" in line:
                return
        pytest.fail(f"script/server did not open:\n{self.output}")

    def refusal(self, port, **more):
        """Start, and return what it says when it does not open."""
        process = self.start(port, **more)
        sentence, _ = process.communicate(timeout=120)
        assert process.returncode == 1
        return sentence

    def close(self):
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=120) == 0

    def rows_written(self):
        """How often a row of the sample's tables was inserted since the database was made."""
        key = (self.checkout / "var" / "devstack" / "key").read_text()
        with psycopg.connect(f"postgresql://missione@/missione?host=/tmp/missione-{os.getuid()}-{key}") as connection:
            return connection.execute(
                "SELECT relname, n_tup_ins FROM pg_stat_user_tables"
                " WHERE relname IN ('teams_person', 'seminars_offer', 'seminars_event') ORDER BY 1"
            ).fetchall()

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60)

    def left(self, seconds):
        """What still runs after that time, of all that was started."""
        end = time.monotonic() + seconds
        while self.running() and time.monotonic() < end:
            time.sleep(0.2)
        return self.running()

    def running(self):
        """The names of the programs. PostgreSQL writes its title over its environment, but names our data folder."""
        key = (self.checkout / "var" / "devstack" / "key").read_bytes()
        processes = Path("/proc").glob("[0-9]*")
        ours = [p for p in processes if self.mark.encode() in content(p / "environ") or key in content(p / "cmdline")]
        return sorted(content(process / "comm").decode().strip() for process in ours)


def content(path):
    try:
        return path.read_bytes()
    except OSError:  # ended meanwhile, or not ours
        return b""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_opens_refuses_a_second_one_and_ends_with_ctrl_c(server):
    server.open()
    assert (server.get("/").status, server.get("/gesund/").status) == (200, 200)
    assert ALL <= set(server.running())
    assert server.refusal(free_port()) == (
        f"The portal of this checkout runs already at http://localhost:{server.port}: "
        "use that one, or stop it with Ctrl-C where it was started.\n"
    )

    server.process.send_signal(signal.SIGINT)

    assert server.process.wait(timeout=120) == 0
    assert server.left(seconds=0) == []


def test_a_second_start_collects_installs_and_loads_nothing_again(server, monkeypatch, tmp_path):
    (tmp_path / "npm").write_text("#!/bin/sh\nexit 1\n")  # whoever runs it fails
    (tmp_path / "npm").chmod(0o755)
    server.open()
    written = server.rows_written()
    server.close()
    kept = server.checkout / "staticfiles" / "kept"  # collecting anew would remove it
    kept.touch()

    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    server.open()

    assert kept.exists()
    assert [count > 0 for _, count in written] == [True] * 3
    assert server.rows_written() == written
    server.close()


def test_two_checkouts_run_side_by_side(server, tmp_path):
    server.open()
    with copied(tmp_path / "another") as copy:
        other = Server(copy)
        try:
            other.open()

            assert other.port != server.port
            assert (server.get("/").status, other.get("/").status) == (200, 200)
            other.close()
        finally:
            for process in other.started:
                process.kill()
                process.wait()
    assert server.get("/").status == 200


def test_nothing_is_left_when_it_is_killed(server):
    server.open()
    assert ALL <= set(server.running())

    server.process.kill()

    assert server.left(seconds=60) == []


def test_a_port_in_use_is_told_in_one_sentence(server):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        assert (
            server.refusal(port)
            == f"Port {port} cannot be used (Address already in use): choose another, say PORT=8001 script/server.\n"
        )
        assert server.left(seconds=0) == []


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://x@127.0.0.1:9/x", "The database cannot be used: connection failed"),
        ("unsinn", "DATABASE_URL must name a PostgreSQL"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_a_traceback(server, address, sentence):
    said = server.refusal(free_port(), DATABASE_URL=address)

    assert sentence in said and "Traceback" not in said

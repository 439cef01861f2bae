"""The embedded servers behave like the ones of production, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from devstack import postgres, servers, valkey
from devstack.place import Place
from devstack.service import Service, Unavailable

START_AND_SLEEP = """
import os, time
from devstack.servers import throwaway_servers
with throwaway_servers():
    print(os.environ["REDIS_URL"], flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def unnamed_servers(monkeypatch):
    """As in a shell that names no server; the run of these tests has some of its own."""
    names = ("DATABASE_URL", "REDIS_URL", "DEBUG", "SECRET_KEY", "SHOW_SAMPLE_CAST", "SITE_URL", "PG_BIN", "VALKEY_SERVER")
    for variable in names:
        monkeypatch.setenv(variable, "")  # noted, so that what the servers set is taken back
        monkeypatch.delenv(variable)


@pytest.fixture
def place(monkeypatch):
    place = Place.throwaway()
    monkeypatch.setattr(Place, "of_checkout", classmethod(lambda cls: place))
    yield place
    place.remove()


def test_postgres_folds_umlauts_speaks_german_and_has_the_extensions_we_build_on(place):
    with servers.throwaway_servers(), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent; CREATE EXTENSION btree_gist")
        folded, german, room = connection.execute(
            "SELECT lower('ÄÖÜ'), to_tsvector('german', 'Führungskräfte')::text, current_setting('max_connections')::int"
        ).fetchone()

    assert (folded, german) == ("äöü", "'fuhrungskraft':1")
    assert room >= 150


def test_valkey_speaks_redis():
    with servers.throwaway_servers():
        assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()


def test_a_server_that_cannot_be_started_or_asked_is_none():
    class Half(Service):
        def launch(self):
            pass

    with pytest.raises(TypeError, match="answers"):
        Half()


def test_throwaway_servers_are_gone_afterwards():
    with servers.throwaway_servers():
        folder = Path(os.environ["REDIS_URL"].removeprefix("unix://")).parents[1]
        pids = _pids(folder)
        assert len(_running(pids)) == 2

    assert not folder.exists()
    assert _running(pids) == []


def test_a_checkout_keeps_its_data_from_start_to_start(place):
    with servers.own_servers(place, "http://localhost:8000"), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.environ.pop("DATABASE_URL")
    os.environ.pop("REDIS_URL")

    with servers.own_servers(place, "http://localhost:8000"), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_a_second_server_of_the_checkout_is_refused_and_told_the_address_of_the_first(place):
    with servers.alone("http://localhost:8123"):
        with pytest.raises(Unavailable, match="runs already at http://localhost:8123"):
            with servers.alone("http://localhost:8124"):
                pass


def test_a_server_waits_for_no_command_but_says_which_is_at_work(place):
    with servers.shared_servers("shell"):
        with pytest.raises(Unavailable, match="script/manage shell is at work"):
            with servers.alone("http://localhost:8124"):
                pass


def test_a_command_shares_the_running_servers_and_the_address(place, monkeypatch):
    with servers.alone("http://localhost:8123"), servers.own_servers(place, "http://localhost:8123"):
        url = os.environ.pop("DATABASE_URL")
        del os.environ["SITE_URL"]

        with servers.shared_servers("shell"):
            assert (os.environ["DATABASE_URL"], os.environ["SITE_URL"]) == (url, "http://localhost:8123")


def test_named_servers_are_used_instead_without_the_sample_cast(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/portal")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")

    with servers.own_servers(place, "http://localhost:8123"):
        assert os.environ["DATABASE_URL"] == "postgresql://db.example/portal"
        assert os.environ["REDIS_URL"] == "redis://redis.example/0"
        assert (os.environ["DEBUG"], os.environ["SITE_URL"]) == ("1", "http://localhost:8123")
        assert "SHOW_SAMPLE_CAST" not in os.environ
    assert not (place.state / "postgres.log").exists()


def test_a_checkout_that_was_given_a_key_is_not_taken_for_development(place, monkeypatch):
    for name, value in (("DATABASE_URL", "postgresql://db/portal"), ("REDIS_URL", "redis://redis/0"), ("SECRET_KEY", "k" * 60)):
        monkeypatch.setenv(name, value)

    with servers.own_servers(place, "http://localhost:8123"):
        assert "DEBUG" not in os.environ and "SITE_URL" not in os.environ


@pytest.mark.parametrize(("find", "variable"), [(postgres.find_binaries, "DATABASE_URL"), (valkey.find_binary, "REDIS_URL")])
def test_a_machine_without_a_server_is_told_what_to_set(monkeypatch, find, variable):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("glob.glob", lambda pattern: [])
    monkeypatch.setattr("shutil.which", lambda name: None)

    with pytest.raises(Unavailable, match=f"set {variable}"):
        find()


def test_nothing_runs_on_when_the_parent_is_killed_and_the_next_run_sweeps():
    parent = subprocess.Popen([sys.executable, "-c", START_AND_SLEEP], stdout=subprocess.PIPE, text=True)
    folder = Path(parent.stdout.readline().strip().removeprefix("unix://")).parents[1]
    pids = _pids(folder)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    end = time.monotonic() + 60
    while _running(pids) and time.monotonic() < end:
        time.sleep(0.1)
    assert len(pids) == 2 and _running(pids) == []
    with servers.throwaway_servers():
        assert not folder.exists()  # the next run sweeps


def _pids(folder):
    files = [folder / "state" / "valkey.pid", *(folder / "state").glob("postgres-*/postmaster.pid")]
    return [int(file.read_text().split()[0]) for file in files]


def _running(pids):
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]

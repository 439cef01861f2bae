"""A cluster made as the compose file makes it: the portal owns its database, and needs no more than that."""

import os
import re
import subprocess

import psycopg
import pytest
import yaml

from devstack import postgres
from devstack.place import ROOT, Place
from tests.ops.servers import Web

SERVICE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["postgres"]


@pytest.fixture(scope="module")
def cluster():
    place = Place.throwaway()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgres, "NAME", "postgres")  # the superuser of the official image
        server = postgres.Postgres(place, throwaway=True)
        server.start()
    environment = os.environ | {
        "PATH": f"{server.binaries}:{os.environ['PATH']}",
        "PGHOST": str(place.sockets),
        "DATABASE_PASSWORD": "it's; not\\easy",
    }
    subprocess.run([ROOT / "deploy/postgres/10-portal.sh"], env=environment, check=True, capture_output=True)
    yield server
    server.stop()
    place.remove()


@pytest.fixture
def owner_url(cluster):
    return f"postgresql://missione@/missione?host={cluster.place.sockets}"


def test_the_role_owns_the_database_and_nothing_else(cluster):
    with psycopg.connect(cluster.url) as database:
        role = database.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolpassword LIKE 'SCRAM-SHA-256$%'"
            " FROM pg_authid WHERE rolname = 'missione'"
        ).fetchone()
        owned = database.execute("SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = 'missione'").fetchall()

    assert role == (False, False, False, False, True)
    assert owned == [("missione",)]


def test_the_portal_migrates_and_works_as_that_role(cluster, owner_url):
    web = Web(cluster.place, root=ROOT, database_url=owner_url)

    web.manage("migrate", "--noinput")

    assert web.manage("migrate", "--check") == ""  # it would end with status 1


def test_umlauts_fold_as_they_do_in_development(owner_url):
    arguments = SERVICE["environment"]["POSTGRES_INITDB_ARGS"]
    with psycopg.connect(owner_url) as database:
        facts = database.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale, lower('ÄÖÜ') FROM pg_database"
            " WHERE datname = 'missione'"
        ).fetchone()

    assert facts == ("UTF8", "b", re.search(r"--builtin-locale=(\S+)", arguments)[1], "äöü")
    assert "--encoding=UTF8" in arguments and "--locale-provider=builtin" in arguments

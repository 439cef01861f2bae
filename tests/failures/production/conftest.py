"""nginx, two names for it, a web and Redis: the house as docker-compose.yml builds it, on this machine."""

import os
import signal

import pytest

from devstack.place import Place
from devstack.valkey import Valkey
from tests.ops.name_server import NameServer
from tests.ops.servers import Nginx, Web, built_image, new_database


@pytest.fixture(scope="module")
def place():
    place = Place.throwaway()
    yield place
    place.remove()


@pytest.fixture(scope="module")
def nginx(place):
    nginx = Nginx(place)
    yield nginx
    nginx.stop()


@pytest.fixture(scope="module")
def redis(place):
    redis = Valkey(place, throwaway=True)
    redis.start()
    yield redis
    redis.process.send_signal(signal.SIGCONT)
    redis.stop()


@pytest.fixture(scope="module")
def names():
    names = NameServer("127.0.0.1")
    yield names
    names.end()


@pytest.fixture(scope="module")
def web(place, nginx, redis, names):
    """Built and migrated as the image and the compose file do it; nginx asks for its address as it asks Docker."""
    image, database = built_image(place), new_database(os.environ["DATABASE_URL"])
    files = {"PRIVATE_ROOT": str(nginx.private), "FILES_BY_NGINX": "1"}
    web = Web(
        place, root=image, database_url=database, redis_url=redis.url, site_url=nginx.site_url, METRICS_TOKEN="right", **files
    )
    web.manage("check", "--deploy", "--fail-level", "WARNING")
    web.manage("migrate", "--noinput")
    web.start()
    nginx.before(f"web:{web.port}", resolver=names.address)
    yield web
    web.stop()

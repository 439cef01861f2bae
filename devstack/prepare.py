"""Static files, tables and sample data, before the portal opens; one start of Django for all, as each costs time."""

import contextlib
import hashlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from devstack.place import VAR
from devstack.service import die_with_parent

STAMP = VAR / "devstack" / "collected"


OWN_DATABASE = "DATABASE_URL is yours: no sample data in it. script/manage createsuperuser makes the first account."


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "missione.settings")
    try:
        prepare()
    except ImproperlyConfigured as problem:  # says what to do
        sys.exit(str(problem))
    except OperationalError as problem:
        sys.exit(f"The database cannot be used: {problem}".strip())


def prepare() -> None:
    django.setup()
    with static_files_collected():
        call_command("migrate", verbosity=0)
        if settings.SHOW_SAMPLE_CAST:
            load_sample_once()
            call_command("sample_cast")
        else:
            print(OWN_DATABASE)


@contextlib.contextmanager
def static_files_collected() -> Iterator[None]:
    """Seconds of hashing and compressing, needed only when a file was added, changed or removed; meanwhile, on another core."""
    if STAMP.exists() and STAMP.read_text() == fingerprint() and Path(settings.STATIC_ROOT).is_dir():
        yield
        return
    fork = multiprocessing.get_context("fork")
    collecting = fork.Process(target=collect_static_files, args=(die_with_parent(),), daemon=True)
    collecting.start()
    yield
    collecting.join()
    if collecting.exitcode:
        sys.exit("The static files could not be collected, see above.")


def collect_static_files(tie_to_parent: Callable[[], None]) -> None:
    tie_to_parent()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    STAMP.write_text(fingerprint())


def fingerprint() -> str:
    files = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = os.stat(storage.path(path))
            files.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return files.hexdigest()


def load_sample_once() -> None:
    """The note that it is done lies with the data, so that a new database gets its sample."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")
        if cursor.fetchone()[0] == "sample loaded":
            return
        call_command("load_sample")
        cursor.execute(f"COMMENT ON DATABASE {connection.ops.quote_name(connection.settings_dict['NAME'])} IS 'sample loaded'")


if __name__ == "__main__":
    main()

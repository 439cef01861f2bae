"""A worker dies by SIGKILL while it packs the file with somebody's data."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection, transaction

from devstack.place import ROOT
from missione.shared import clock
from missione.shared.models import Letter
from teams.actions import own_data
from teams.choices import ExportState
from teams.models import DataExport
from tests.factories.teams import PersonFactory
from tests.failures.celery_worker import address_of_test_database, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WORK = "import django; django.setup(); from teams.tasks import make_data_exports; make_data_exports()"


def killed_in_the_middle():
    """It has taken the export, and reads a table that is locked."""
    export = DataExport.objects.create(person=PersonFactory())
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "missione.settings",
        "DATABASE_URL": address_of_test_database(),
        "DATABASE_LOCK_TIMEOUT_MS": "60000",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE teams_joinrequest IN ACCESS EXCLUSIVE MODE")
        process = subprocess.Popen([sys.executable, "-c", WORK], env=environment, cwd=ROOT)
        try:
            wait_until(lambda: DataExport.objects.get(pk=export.pk).state == ExportState.WORKING)
        finally:
            process.kill()
            process.wait()
    return export


def minutes_later(clock_at, minutes):
    clock_at(clock.now() + timedelta(minutes=minutes))
    own_data.make_exports()


def test_what_a_killed_worker_left_lying_is_taken_up_again(clock_at):
    export = killed_in_the_middle()
    minutes_later(clock_at, 5)
    export.refresh_from_db()
    early = export.state
    minutes_later(clock_at, 6)
    export.refresh_from_db()

    assert early == ExportState.WORKING  # the lease: the other might still be alive
    assert (export.state, export.attempts, export.progress) == (ExportState.READY, 2, 100)
    assert storages["private"].exists(export.file.name)
    assert Letter.objects.get().kind == "account_data_ready"


def test_without_a_lease_it_would_lie_there_for_ever(clock_at):
    """The control."""
    export = killed_in_the_middle()
    DataExport.objects.update(leased_until=None)
    minutes_later(clock_at, 600)

    export.refresh_from_db()
    assert export.state == ExportState.WORKING


def test_who_is_gone_meanwhile_gets_no_file():
    export = DataExport.objects.create(person=PersonFactory())
    taken = own_data._take_one()
    export.delete()

    assert own_data._make(taken) is False
    assert not Letter.objects.exists()

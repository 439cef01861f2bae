"""The file with everything the portal knows of a person: asked for on a page, made by the worker, there for a week."""

import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import BinaryIO

import structlog
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from missione.shared import clock
from teams import own_mails as mails
from teams.choices import ExportState
from teams.errors import EnoughExports
from teams.models import DataExport, Person
from teams.models.own import EXPORT_FOLDER, EXPORTS_LAST, private_files
from teams.signals import personal_data_asked, personal_files_asked

MOST_A_DAY = 3
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=10)  # longer than any task may run: who has it that long is dead
AGAIN_AFTER = timedelta(minutes=1)
IN_MEMORY = 8_000_000  # bytes; what is larger is written to a file while it is packed

log = structlog.get_logger(__name__)


@transaction.atomic
def ask_for_data(*, person: Person) -> DataExport:
    """One at a time: asking again while it is made is the same."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    for export in person.exports.all():
        if export.is_under_way:
            return export
    if person.exports.filter(asked_at__gt=clock.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise EnoughExports
    return DataExport.objects.create(person=person)


def make_exports() -> int:
    """Whatever is asked for, and what a worker left lying that was killed. Returns how many were finished."""
    done = 0
    while export := _take_one():
        done += _make(export)
    return done


@transaction.atomic
def _take_one() -> DataExport | None:
    """`attempts` tells whose it is: who comes back after the lease finds another number there."""
    left_lying = Q(state=ExportState.WORKING, leased_until__lte=clock.now())
    due = DataExport.objects.filter(Q(state=ExportState.ASKED) | left_lying).select_related("person").order_by("asked_at", "pk")
    export = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if not export:
        return None
    if export.attempts >= MOST_ATTEMPTS:
        return _give_up(export)
    export.state, export.progress = ExportState.WORKING, 5
    export.attempts += 1
    export.leased_until = clock.now() + LEASE
    export.save(update_fields=["state", "progress", "attempts", "leased_until"])
    return export


def _give_up(export: DataExport) -> None:
    export.state, export.leased_until = ExportState.FAILED, None
    export.save(update_fields=["state", "leased_until"])
    mails.data_failed(export)


def _make(export: DataExport) -> bool:
    try:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as archive:
            pack(export.person, archive, told=lambda percent: _tell(export, percent))
            return _hand_out(export, archive)
    except Exception:
        log.exception("export failed", export=export.pk, attempt=export.attempts)
        _mine(export).update(leased_until=clock.now() + AGAIN_AFTER)
        return False


def pack(person: Person, archive: BinaryIO, *, told: Callable[[int], None] = lambda percent: None) -> None:
    answers = [answer for _, answer in personal_data_asked.send(sender=Person, person=person) if answer]
    parts = [(slugify(name), rows) for name, rows in answers]
    told(40)
    files = [file for _, answer in personal_files_asked.send(sender=Person, person=person) for file in answer or ()]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", _readme(person, parts, len(files)))
        for name, rows in parts:
            packed.writestr(f"daten/{name}.json", json.dumps(rows, cls=InBerlin, ensure_ascii=False, indent=2))
        told(60)
        for number, (path, storage, name) in enumerate(files, 1):
            with storage.open(name) as file:
                packed.writestr(path, file.read())
            told(60 + 35 * number // len(files))


def _readme(person: Person, parts: list[tuple[str, list]], files: int) -> str:
    counted = [(name, len(rows)) for name, rows in sorted(parts)]
    return render_to_string("account/export_readme.txt", {"person": person, "parts": counted, "files": files, "now": clock.now()})


class InBerlin(DjangoJSONEncoder):
    """Moments as the person lived them."""

    def default(self, value):
        return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else super().default(value)


def _tell(export: DataExport, percent: int) -> None:
    _mine(export).update(progress=percent, leased_until=clock.now() + LEASE)


def _hand_out(export: DataExport, archive: BinaryIO) -> bool:
    """Nobody else has taken it over, and the person is still there: only then it counts."""
    archive.seek(0)
    name = private_files().save(DataExport.new_file_name(), File(archive))
    with transaction.atomic():
        mine = _mine(export).select_related("person").select_for_update(no_key=True, of=("self",)).first()
        if not mine:
            private_files().delete(name)
            return False
        mine.file, mine.state, mine.progress = name, ExportState.READY, 100
        mine.ready_at, mine.leased_until = clock.now(), None
        mine.save()
        mails.data_ready(mine)
    return True


def _mine(export: DataExport):
    return DataExport.objects.filter(pk=export.pk, state=ExportState.WORKING, attempts=export.attempts)


def forget_old_exports() -> int:
    """After a week; and files whose row was never saved, or is gone."""
    old = DataExport.objects.exclude(state__in=[ExportState.ASKED, ExportState.WORKING])
    count = old.filter(asked_at__lt=clock.now() - EXPORTS_LAST, ready_at=None).delete()[0]
    count += old.filter(ready_at__lt=clock.now() - EXPORTS_LAST).delete()[0]
    sweep_files()
    return count


def sweep_files() -> None:
    known = set(DataExport.objects.exclude(file="").values_list("file", flat=True))
    private = private_files()
    if not private.exists(EXPORT_FOLDER):
        return
    for name in (f"{EXPORT_FOLDER}/{file}" for file in private.listdir(EXPORT_FOLDER)[1]):
        if name not in known and timezone.now() - private.get_modified_time(name) > LEASE:
            private.delete(name)

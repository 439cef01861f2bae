"""Writing a protocol: how the unit is, what is in it, pictures. Whoever calls holds the row of the unit's article."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from materials.answers import MOST_PICTURES, Findings, KeptPicture
from materials.choices import Condition, ReportKind
from materials.counted import expected_in
from materials.errors import PartsNotCounted
from materials.models import CountedPart, Loan, LoanReport, ReportPicture, Unit
from missione.shared import clock
from missione.shared.errors import Refused
from missione.shared.files import cabinet
from teams.models import Person
from teams.renditions import Rendition, develop

PICTURES_KEPT = timedelta(days=365)  # after the loan has ended; of the shelf, after the protocol was written
DRAWER = ReportPicture.DRAWER


@contextmanager
def pictures_kept(files: Iterable[UploadedFile]) -> Iterator[tuple[KeptPicture, ...]]:
    """Drawn anew before anybody is kept waiting by a lock; thrown away if what they belong to is not saved."""
    files = list(files)
    if len(files) > MOST_PICTURES:
        raise Refused(f"Zu einem Protokoll passen höchstens {MOST_PICTURES} Bilder.", field="pictures")
    drawn = [_drawn(file) for file in files]
    kept: list[KeptPicture] = []
    try:
        for picture in drawn:
            kept.append(KeptPicture(cabinet.put_in(DRAWER, [picture.content]).key, picture.width, picture.height))
        yield tuple(kept)
    finally:
        there = set(ReportPicture.objects.filter(key__in=[picture.key for picture in kept]).values_list("key", flat=True))
        for picture in kept:
            if picture.key not in there:
                cabinet.throw_away(DRAWER, picture.key)


def write_report(*, unit: Unit, kind: ReportKind, findings: Findings, by: Person | None, loan: Loan | None = None) -> LoanReport:
    """Never changed afterwards."""
    parts = _counted(unit, findings)
    report = LoanReport.objects.create(
        unit=unit, loan=loan, kind=kind, condition=findings.condition, note=findings.note, by=by, at=clock.now()
    )
    for part in parts:
        part.report = report
    CountedPart.objects.bulk_create(parts)
    ReportPicture.objects.bulk_create(
        ReportPicture(report=report, key=picture.key, width=picture.width, height=picture.height, at=report.at)
        for picture in findings.pictures
    )
    return report


def forget_old_pictures() -> int:
    """A year after the loan has ended nobody asks any more how it looked. What was counted stays."""
    before = clock.now() - PICTURES_KEPT
    old = ReportPicture.objects.filter(Q(report__loan__ended_at__lt=before) | Q(report__loan=None, report__at__lt=before))
    with transaction.atomic():
        keys = [picture.key for picture in old.select_for_update(skip_locked=True, of=("self",))]
        ReportPicture.objects.filter(key__in=keys).delete()
    for key in keys:
        cabinet.throw_away(DRAWER, key)
    return len(keys)


def sweep_files() -> int:
    return cabinet.sweep(DRAWER, known=set(ReportPicture.objects.values_list("key", flat=True)))


def _drawn(file: UploadedFile) -> Rendition:
    try:
        return develop(file, (ReportPicture.LONGER_SIDE,))[0]
    except Refused as refusal:
        raise Refused(str(refusal), field="pictures") from refusal


def _counted(unit: Unit, findings: Findings) -> list[CountedPart]:
    """What is lost is lost with all that was in it."""
    is_lost = findings.condition == Condition.LOST
    parts, problems = [], {}
    for part, _ in expected_in(unit):
        counted = 0 if is_lost else findings.counts.get(part.pk, part.quantity)
        if not 0 <= counted <= part.quantity:
            problems[part.pk] = f"Dazu gehören {part.quantity}. Geben Sie eine Zahl von 0 bis {part.quantity} an."
        parts.append(CountedPart(name=part.name, expected=part.quantity, counted=counted))
    if problems:
        raise PartsNotCounted(problems)
    return parts

"""The virus scanner looks at every file before anybody gets it. It may be slow, away, or not there at all."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction

from materials.actions.documents import choose_current
from materials.document_choices import ScanState
from materials.document_errors import CaptionsNotScanned
from materials.mails import documents as mails
from materials.models import Document, DocumentVersion
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet, examining
from missione.shared.files.intake import FileRefused, Taken
from missione.shared.files.kinds import BY_MEDIA_TYPE, FileKind
from missione.shared.files.scanning import ScannerAway, TooLargeToScan, Verdict, scanner

AT_ONCE = 20
LEASE = timedelta(minutes=3)  # longer than a look may take
AGAIN_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
NO_SCANNER = timedelta(hours=1)
HERE = "Ohne Virenprüfung freigegeben: An diesem Platz ist kein Virenscanner eingerichtet."
TRUSTED = "Ohne Virenprüfung freigegeben: vom Kampagnenteam hochgeladen, kein Virenscanner eingerichtet."

log = structlog.get_logger(__name__)


def scan_what_is_due() -> int:
    """Returns how many were looked at. One bad file never holds up the others."""
    due = list(DocumentVersion.objects.to_be_scanned().values_list("pk", flat=True)[:AT_ONCE])
    return sum(scan_version(pk) for pk in due)


def scan_version(pk: int) -> bool:
    version = _claimed(pk)
    if version is None:
        return False
    try:
        verdict = _verdict(version)
    except ScannerAway as trouble:
        _try_again(version, trouble)
        return True
    except FileNotFoundError:
        _decide(version, ScanState.FAILED, "Die Datei fehlt auf dem Datenträger.")
        return True
    if verdict is None:
        DocumentVersion.objects.filter(pk=pk).update(next_scan_at=clock.now() + NO_SCANNER, scan_attempts=0)
    elif verdict.is_clean:
        let_through(version, verdict.words)
    else:
        _lock_away(version, verdict.words)
    return True


def scan_captions(taken: Taken, *, by) -> None:
    """At once: they are small, and staff wait for the answer. What is not called clean is thrown away, and refused."""
    try:
        verdict = _said_of([taken.key], by=by)
    except ScannerAway:
        verdict = None
    if verdict and verdict.is_clean:
        return
    taken.throw_away()
    if verdict:
        raise FileRefused(taken.name, f"enthält Schadsoftware: {verdict.words}.", field="captions")
    raise CaptionsNotScanned(field="captions")


@transaction.atomic
def scan_again(*, version: DocumentVersion) -> None:
    """Staff have put right what was wrong with the scanner."""
    DocumentVersion.objects.filter(pk=version.pk, scan_state__in=(ScanState.FAILED, ScanState.UNCHECKED)).update(
        scan_state=ScanState.UNCHECKED, scan_attempts=0, scan_note="", next_scan_at=clock.now()
    )


def sweep_files() -> int:
    known = {key for keys in DocumentVersion.objects.values_list("key", "preview", "captions") for key in keys}
    return cabinet.sweep(DRAWER, known=known)


@transaction.atomic
def _claimed(pk: int) -> DocumentVersion | None:
    """Its turn is put off for as long as a look may take: another worker finds it not due."""
    due = DocumentVersion.objects.to_be_scanned().select_for_update(skip_locked=True, of=("self",))
    version = due.filter(pk=pk).first()
    if version:
        version.scan_attempts += 1
        version.next_scan_at = clock.now() + LEASE
        version.save(update_fields=["scan_attempts", "next_scan_at"])
    return version


def _verdict(version: DocumentVersion) -> Verdict | None:
    return _said_of(filter(None, (version.key, version.captions)), by=version.uploaded_by)


def _said_of(keys: Iterable[str], *, by) -> Verdict | None:
    """The first that is bad, or all are clean. None: nobody is there to say."""
    eyes = scanner()
    if eyes is None:
        if settings.DEBUG:
            return Verdict(True, HERE)
        trusted = settings.TRUST_STAFF_UPLOADS and by is not None and by.is_staff
        return Verdict(True, TRUSTED) if trusted else None
    for key in keys:
        verdict = eyes.look_at(cabinet.pieces_of(cabinet.path_of(DRAWER, key)))
        if not verdict.is_clean:
            return verdict
    return Verdict(True, "")


def let_through(version: DocumentVersion, note: str, seen: dict[str, Any] | None = None) -> None:
    """With what `seen_in` says of it, which is asked now unless somebody has asked already."""
    if seen is None:
        seen = seen_in(version.key, BY_MEDIA_TYPE[version.media_type])
    _decide(version, ScanState.CLEAN, note, **seen)


def seen_in(key: str, kind: FileKind) -> dict[str, Any]:
    """Its text for the search and a picture of its first page; without them if they cannot be had."""
    with examining.workshop() as folder:
        found = examining.read(cabinet.path_of(DRAWER, key), kind.name, folder / "preview")
        picture = folder / "preview"
        preview = cabinet.put_in(DRAWER, cabinet.pieces_of(picture)).key if found.get("width") and picture.exists() else ""
    seen = {"text": found.get("text", "").replace("\0", ""), "preview": preview}
    return seen | ({"preview_width": found["width"], "preview_height": found["height"]} if preview else {})


def _lock_away(version: DocumentVersion, words: str) -> None:
    """The file itself goes at once; the row says what was in it."""
    if _decide(version, ScanState.INFECTED, words):
        for key in filter(None, (version.key, version.captions)):
            cabinet.throw_away(DRAWER, key)


@transaction.atomic
def _decide(version: DocumentVersion, state: ScanState, note: str, **facts) -> bool:
    """False: somebody else has decided already, and what was found here is swept up."""
    document = Document.objects.locked().get(pk=version.document_id)
    changed = DocumentVersion.objects.filter(pk=version.pk, scan_state=ScanState.UNCHECKED).update(
        scan_state=state, scan_note=note[:200], scanned_at=clock.now(), **facts
    )
    if not changed:
        return False
    choose_current(document)
    if state == ScanState.INFECTED:
        version.scan_note = note
        mails.file_infected(version)
    return True


def _try_again(version: DocumentVersion, trouble: ScannerAway) -> None:
    log.warning("the virus scanner gave no answer", version=version.pk, attempt=version.scan_attempts, says=str(trouble)[:150])
    if isinstance(trouble, TooLargeToScan):
        _decide(version, ScanState.FAILED, f"Zu groß für die Grenzen des Virenscanners: {trouble}")
        return
    if version.scan_attempts > len(AGAIN_AFTER):
        _decide(version, ScanState.FAILED, f"Der Virenscanner gab keine Antwort: {trouble}")
        return
    again = clock.now() + AGAIN_AFTER[version.scan_attempts - 1]
    DocumentVersion.objects.filter(pk=version.pk).update(next_scan_at=again, scan_note=str(trouble)[:200])

"""The promises of the documents, asked by check_invariants."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q

from materials.document_choices import ScanState
from materials.models import Document, DocumentVersion
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.files.kinds import VIDEOS
from missione.shared.invariants import promise

GRACE = timedelta(days=2)  # what belongs to nothing is swept up after one


@promise
def nothing_unchecked_is_handed_out() -> Iterator[str]:
    """The version that an address opens was looked at and found clean, and nobody has taken it back."""
    bad = ~Q(current__scan_state=ScanState.CLEAN) | Q(current__withdrawn_at__isnull=False) | ~Q(current__document=F("pk"))
    for document in Document.objects.filter(bad, current__isnull=False).select_related("current"):
        yield f"document {document.pk}: hands out version {document.current_id}, which is {document.current.scan_state}"


@promise
def the_newest_is_handed_out() -> Iterator[str]:
    """An address opens the newest of the clean versions."""
    for version in DocumentVersion.objects.handed_out().select_related("document__current"):
        current = version.document.current
        if current is None or current.number < version.number:
            yield f"document {version.document_id}: version {version.pk} is newer than what its address opens"


@promise
def who_proposes_a_document_says_that_they_may() -> Iterator[str]:
    """With the words and the moment; the name goes with the account."""
    for document in Document.objects.filter(Q(consent="") | Q(consent_at=None), proposed_at__isnull=False):
        yield f"document {document.pk}: proposed, and nobody said that it may be shared"


@promise
def what_can_be_found_says_where_it_may_be_shown() -> Iterator[str]:
    """Nobody has to guess what an empty list means."""
    for document in Document.objects.filter(published_at__isnull=False, channels=[]):
        yield f"document {document.pk}: published, and nowhere may it be shown"


@promise
def films_that_can_be_found_have_captions_and_words() -> Iterator[str]:
    """Nobody is left out who cannot hear or see them."""
    films = Document.objects.filter(published_at__isnull=False, current__media_type__in=[kind.media_type for kind in VIDEOS])
    for document in films.filter(Q(current__captions="") | Q(transcript="")):
        yield f"document {document.pk}: a film without captions or without its words"


@promise
def every_row_has_its_file() -> Iterator[str]:
    """Each file that a row names lies in the drawer; what was infected does not."""
    named = DocumentVersion.objects.values_list("pk", "scan_state", "key", "preview", "captions")
    for pk, state, *keys in named:
        for key in filter(None, keys):
            there = cabinet.is_there(DRAWER, key)
            if there and state == ScanState.INFECTED:
                yield f"version {pk}: infected, and still in the drawer"
            if not there and state not in (ScanState.INFECTED, ScanState.FAILED):
                yield f"version {pk}: {state}, but a file of it is missing"


@promise
def every_file_has_its_row() -> Iterator[str]:
    """What no row names is swept up within two days."""
    known = {key for keys in DocumentVersion.objects.values_list("key", "preview", "captions") for key in keys}
    for _ in cabinet.strangers_in(DRAWER, known=known, before=clock.now() - GRACE):
        yield "a file in the drawer of documents belongs to no version"


@promise
def nobody_waits_long_for_the_scanner() -> Iterator[str]:
    """A file is looked at within a day, or the scanner is called failed."""
    for version in DocumentVersion.objects.filter(
        scan_state=ScanState.UNCHECKED, uploaded_at__lt=clock.now() - timedelta(days=1)
    ):
        yield f"version {version.pk}: unchecked since {version.uploaded_at:%Y-%m-%d %H:%M} UTC"

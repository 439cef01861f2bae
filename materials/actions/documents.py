"""Documents and their versions: handed in, proposed, published, given to somebody."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef

from materials.document_choices import CONSENT, ScanState, Visibility
from materials.document_errors import (
    AlreadyAnswered,
    CaptionsMissing,
    CaptionsOfNothing,
    ChannelsMissing,
    NotYetChecked,
    ReasonMissing,
    TranscriptMissing,
)
from materials.mails import documents as mails
from materials.models import Document, DocumentDay, DocumentVersion, Entitlement
from materials.models.documents import DRAWER, TAKEN_DOCUMENT_ADDRESSES
from missione.shared import clock
from missione.shared.addresses import free_slug
from missione.shared.files.intake import Taken, take_in
from missione.shared.files.kinds import DOCUMENTS, FROM_STAFF, VTT
from missione.shared.idempotency import answer_once, remember_answer

LONG_AGO = "Teilnahme an einem früheren Termin"


def handed_in(upload: UploadedFile, *, by, captions: bool = False) -> Taken:
    """Looked at before any lock is held: that may take seconds."""
    if captions:
        return take_in(upload, drawer=DRAWER, allowed=(VTT,), field="captions")
    return take_in(upload, drawer=DRAWER, allowed=FROM_STAFF if by.is_staff else DOCUMENTS)


@transaction.atomic
def add_version(
    *, document: Document, by, taken: Taken, captions: Taken | None = None, stand: date | None = None, note: str = ""
) -> DocumentVersion:
    """What was handed out so far stays the current version until the new one is checked."""
    document = Document.objects.locked().get(pk=document.pk)
    highest = document.versions.aggregate(highest=Max("number"))["highest"] or 0
    return DocumentVersion.objects.create(
        document=document,
        number=highest + 1,
        stand=stand or clock.today(),
        note=note,
        key=taken.key,
        original_name=taken.name,
        media_type=taken.kind.media_type,
        size=taken.size,
        sha256=taken.sha256,
        pages=taken.pages,
        captions=captions.key if captions else "",
        uploaded_by=by,
    )


@transaction.atomic
def correct_captions(*, document: Document, taken: Taken) -> None:
    """Of the film there is; the film stays as it is. Call it with captions that the scanner has called clean."""
    document = Document.objects.locked().get(pk=document.pk)
    version = document.versions.newest()
    if version is None or not version.is_video:
        raise CaptionsOfNothing(field="captions")
    # Who is reading the old ones reads them to the end: the file that nothing names any more is swept up later.
    DocumentVersion.objects.filter(pk=version.pk).update(captions=taken.key)


def check_for_publishing(document: Document, *, is_video: bool, has_captions: bool) -> None:
    """What whoever finds it needs; the refusal names the field."""
    if not document.channels:
        raise ChannelsMissing(field="channels")
    if is_video and not has_captions:
        raise CaptionsMissing(field="captions")
    if is_video and not document.transcript.strip():
        raise TranscriptMissing(field="transcript")


def propose_document(*, by, said: Mapping[str, Any], taken: Taken, request_key: UUID | str) -> Document:
    """A draft that staff look at, with the word of who hands it in that they may. The same form twice proposes once."""
    with _thrown_away_on_failure(taken), transaction.atomic():
        body = {"deed": "propose_document", "by": by.pk, "file": taken.sha256, **said}
        if earlier := answer_once(request_key, digest_of=body):
            taken.throw_away()
            return Document.objects.get(pk=earlier)
        slug = free_slug(said["title"], among=Document.objects.all(), taken=TAKEN_DOCUMENT_ADDRESSES)
        document = Document(**said, slug=slug, visibility=Visibility.MEMBERS)
        document.proposed_by, document.proposed_at = by, clock.now()
        document.consent, document.consent_by, document.consent_at = CONSENT, by, document.proposed_at
        document.save()
        add_version(document=document, by=by, taken=taken)
        mails.document_proposed(document)
        remember_answer(request_key, document.pk)
    return document


@transaction.atomic
def publish_proposal(*, document: Document, by) -> Document:
    """Staff have looked at it, set who finds it, and say yes."""
    document = _unanswered(document)
    if document.current is None or document.current.scan_state != ScanState.CLEAN:
        raise NotYetChecked
    check_for_publishing(document, is_video=document.current.is_video, has_captions=bool(document.current.captions))
    document.published_at = document.answered_at = clock.now()
    document.answered_by = by
    document.save()
    mails.document_published(document)
    return document


@transaction.atomic
def decline_proposal(*, document: Document, reason: str) -> None:
    """With a reason that the person reads. The file goes with the row."""
    document = _unanswered(document)
    if not reason.strip():
        raise ReasonMissing
    mails.document_declined(document, reason.strip())
    document.delete()


@transaction.atomic
def withdraw_version(*, version: DocumentVersion) -> None:
    """Nobody gets this one any more; the address leads to the newest of the others."""
    document = Document.objects.locked().get(pk=version.document_id)
    DocumentVersion.objects.filter(pk=version.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
    choose_current(document)


def entitle(*, person, document: Document, because: str, by=None, occasion: str = "") -> None:
    """The Kompendium after the seminar. Twice is once for each occasion, and once by hand; the first reason stays."""
    given = Entitlement(person=person, document=document, occasion=occasion, because=because[:250], given_by=by)
    Entitlement.objects.bulk_create([given], ignore_conflicts=True)


def take_back(*, person, occasion: str, all_but: Iterable[Document] = ()) -> bool:
    """What this occasion gave, and nothing else. Returns whether there was something."""
    given = Entitlement.objects.filter(person=person, occasion=occasion).exclude(document__in=all_but)
    return given.delete()[0] > 0


@transaction.atomic
def forget_occasions(occasions: Iterable[str]) -> None:
    """The documents stay with the people, as if given by hand; what they were given for is not known any more."""
    given = Entitlement.objects.filter(occasion__in=list(occasions))
    by_hand = Entitlement.objects.by_hand().filter(person=OuterRef("person"), document=OuterRef("document"))
    first = given.exclude(Exists(by_hand)).order_by("person_id", "document_id", "pk").distinct("person_id", "document_id")
    kept = list(first.values_list("pk", flat=True))
    given.exclude(pk__in=kept).delete()
    Entitlement.objects.filter(pk__in=kept).update(occasion="", because=LONG_AGO)


def count_download(document: Document) -> None:
    """Per day, and of nobody in particular."""
    for _ in range(2):
        if DocumentDay.objects.filter(document=document, day=clock.today()).update(downloads=F("downloads") + 1):
            return
        DocumentDay.objects.bulk_create([DocumentDay(document=document, day=clock.today())], ignore_conflicts=True)


def choose_current(document: Document) -> None:
    """Call it while holding the document."""
    document.current = document.versions.latest_handed_out()
    document.save()


def warn_of_rights() -> int:
    """One letter to the campaign team for each document and last day. Returns how many documents are on the list."""
    ending = list(Document.objects.whose_rights_end_soon())
    with transaction.atomic():
        for document in ending:
            mails.rights_end_soon(document)
    return len(ending)


@transaction.atomic
def forget_person(*, person) -> None:
    """What was given goes; a proposal that nobody has answered goes with its file; what is published stays, without the name."""
    Entitlement.objects.filter(person=person).delete()
    Document.objects.proposed().filter(proposed_by=person).delete()
    Document.objects.filter(proposed_by=person).update(proposed_by=None)
    Document.objects.filter(consent_by=person).update(consent_by=None)
    Document.objects.filter(answered_by=person).update(answered_by=None)
    DocumentVersion.objects.filter(uploaded_by=person).update(uploaded_by=None)
    Entitlement.objects.filter(given_by=person).update(given_by=None)


def given_to(person) -> list[dict]:
    given = Entitlement.objects.filter(person=person).select_related("document").order_by("given_at")
    return [{"Dokument": each.document.title, "Anlass": each.because, "am": each.given_at} for each in given]


def uploaded_by(person) -> list[dict]:
    versions = DocumentVersion.objects.filter(uploaded_by=person).select_related("document").defer("text").order_by("uploaded_at")
    return [{"Dokument": each.document.title, "Datei": each.original_name, "am": each.uploaded_at} for each in versions]


def _unanswered(document: Document) -> Document:
    document = Document.objects.locked().select_related("proposed_by", "current").get(pk=document.pk)
    if document.proposed_at is None or document.answered_at is not None:
        raise AlreadyAnswered
    return document


@contextmanager
def _thrown_away_on_failure(taken: Taken) -> Iterator[None]:
    try:
        yield
    except BaseException:
        taken.throw_away()
        raise

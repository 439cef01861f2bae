"""A portal with one public film of 200 MB."""

from materials.document_choices import DocumentKind, ScanState, Visibility
from materials.models import Document, DocumentVersion
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet

MEGABYTE = bytes(1024 * 1024)


def fill(megabytes: int = 200) -> dict:
    facts = {"title": "Film", "slug": "film", "kind": DocumentKind.VIDEO, "visibility": Visibility.PUBLIC}
    document = Document.objects.create(published_at=clock.now(), **facts)
    kept = cabinet.put_in(DRAWER, (MEGABYTE for _ in range(megabytes)))
    about = {"key": kept.key, "size": kept.size, "sha256": kept.sha256, "original_name": "Film.mp4", "media_type": "video/mp4"}
    seen = {"scan_state": ScanState.CLEAN, "scanned_at": clock.now(), "stand": clock.today()}
    document.current = DocumentVersion.objects.create(document=document, number=1, **about, **seen)
    document.save()
    return {"file": document.file_url, "zip": "/mediathek/auswahl/?dokument=film"}

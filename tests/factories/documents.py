"""Documents that look like those of the portal: published, public, with one clean file, unless the test says otherwise."""

import hashlib

import factory

from materials.actions.documents import choose_current
from materials.document_choices import Channel, DocumentKind, ScanState, Visibility
from materials.models import Document, DocumentVersion, Entitlement
from materials.models.documents import DRAWER
from missione.shared import clock
from missione.shared.files import cabinet
from missione.shared.files.cabinet import new_key
from missione.shared.files.kinds import KINDS
from missione.shared.files.names import ending_of
from tests.factories.teams import PersonFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    """`version__size=…` says something of its file; `version=False` leaves it without."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(published_at=None)
        members_only = factory.Trait(visibility=Visibility.MEMBERS)
        entitled_only = factory.Trait(visibility=Visibility.ENTITLED)

    kind = DocumentKind.TEMPLATE
    title = factory.Sequence(lambda n: f"Vorlage Nummer {n}")
    slug = factory.Sequence(lambda n: f"vorlage-{n}")
    visibility = Visibility.PUBLIC
    channels = factory.LazyFunction(lambda: list(Channel))
    published_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def version(self, create, facts, **kwargs):
        if facts is not False:
            self.current = VersionFactory(document=self, **kwargs)
            self.save()


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentVersion

    document = factory.SubFactory(DocumentFactory)
    number = factory.LazyAttribute(lambda version: version.document.versions.count() + 1)
    key = factory.LazyFunction(new_key)
    stand = factory.LazyFunction(lambda: clock.now().date())
    original_name = "Vorlage.pdf"
    media_type = "application/pdf"
    size = 9
    sha256 = hashlib.sha256(b"%PDF-1.7\n").hexdigest()
    scan_state = ScanState.CLEAN
    scanned_at = factory.LazyAttribute(lambda version: None if version.scan_state == ScanState.UNCHECKED else clock.now())


class EntitlementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Entitlement

    person = factory.SubFactory(PersonFactory)
    document = factory.SubFactory(DocumentFactory, entitled_only=True)
    because = "Teilnahme am Seminar"


def document_with_file(name="Leitfaden.pdf", content=b"%PDF-1.7\nzehn Seiten\n%%EOF\n", *, version=None, **facts) -> Document:
    """A file that lies where it should, as if it had been taken in and scanned."""
    document = DocumentFactory(version=False, **facts)
    add_file(document, name, content, **(version or {}))
    return document


def add_file(document: Document, name: str, content: bytes, **facts) -> DocumentVersion:
    kept = cabinet.put_in(DRAWER, [content])
    kind = next(kind for kind in KINDS.values() if ending_of(name) in kind.endings)
    about_file = {"key": kept.key, "size": kept.size, "sha256": kept.sha256, "media_type": kind.media_type, "original_name": name}
    version = VersionFactory(document=document, **about_file, **facts)
    choose_current(document)
    return version


def document_for_members() -> Document:
    """A film with captions and a preview: something behind every address of a document."""
    captions, preview = (cabinet.put_in(DRAWER, [content]).key for content in (b"WEBVTT\n", b"RIFF"))
    shown = {"captions": captions, "preview": preview, "preview_width": 640, "preview_height": 360}
    return document_with_file("Film.mp4", b"\0\0\0\x10ftypisom", members_only=True, version=shown)

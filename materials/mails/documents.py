"""The letters about documents. Each is called by the action, inside its transaction."""

from django.conf import settings
from django.urls import reverse

from materials.models import Document, DocumentVersion
from missione.shared.letters import name_kinds, one_line, post_letter

name_kinds(
    {
        "document_declined": "Vorschlag für die Mediathek abgelehnt",
        "document_infected": "Schadsoftware in einer Datei",
        "document_proposed": "Dokument vorgeschlagen",
        "document_published": "Vorschlag für die Mediathek veröffentlicht",
        "document_rights": "Rechte an einem Dokument enden",
    }
)


def document_proposed(document: Document) -> None:
    """To the mailbox of the campaign team."""
    _post(document, "proposed", to=settings.CONTACT_EMAIL, proposed_by=one_line(str(document.proposed_by)))


def document_published(document: Document) -> None:
    _to_who_proposed(document, "published", document_url=settings.SITE_URL + document.get_absolute_url())


def document_declined(document: Document, reason: str) -> None:
    _to_who_proposed(document, "declined", reason=reason)


def file_infected(version: DocumentVersion) -> None:
    """To who uploaded it: it is on their machine, too."""
    person = version.uploaded_by
    if person and person.is_active:
        facts = {"file_name": one_line(version.original_name), "found": one_line(version.scan_note)}
        _post(version.document, "infected", to=person.email, version=version.number, **facts)


def rights_end_soon(document: Document) -> None:
    """Once for each last day, however often it is asked."""
    _post(document, "rights", to=settings.CONTACT_EMAIL, version=document.rights_end.isoformat(), last_day=document.rights_end)


def _to_who_proposed(document: Document, occasion: str, **context) -> None:
    person = document.proposed_by
    if person and person.is_active:
        _post(document, occasion, to=person.email, **context)


def _post(document: Document, occasion: str, *, to: str, version: int | str = "", **context) -> None:
    facts = {
        "title": one_line(document.title),
        "office_url": settings.SITE_URL + reverse("admin:materials_document_change", args=[document.pk]),
    }
    post_letter(
        key=":".join(filter(None, ("document", str(document.pk), occasion, str(version)))),
        to=to,
        template=f"materials/mail/document_{occasion}",
        context={**facts, **context},
        kind=f"document_{occasion}",
    )

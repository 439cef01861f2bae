"""What somebody looks for in the Mediathek."""

from typing import NamedTuple

from materials.choices import Topic
from materials.document_choices import DocumentKind, Language
from materials.querysets import DocumentQuerySet
from missione.shared import finding


class FilterForm(NamedTuple):
    """What the form shows. Equal ones are drawn once ({% remember %})."""

    q: str = ""
    art: str = ""
    thema: str = ""
    sprache: str = ""
    barrierefrei: str = ""

    kinds = tuple(DocumentKind.choices)
    topics = tuple(Topic.choices)
    languages = tuple(Language.choices)


class Wanted(finding.Wanted):
    filters = {
        "q": finding.words(DocumentQuerySet.about),
        "art": finding.one_of("Art", DocumentKind, lambda documents, kind: documents.filter(kind=kind)),
        "thema": finding.one_of("Thema", Topic, lambda documents, topic: documents.filter(topic=topic)),
        "sprache": finding.one_of("Sprache", Language, lambda documents, language: documents.filter(language=language)),
        "barrierefrei": finding.only("Barrierefrei", "Nur barrierefreie", lambda documents: documents.filter(is_accessible=True)),
    }

    def among(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        return super().among(documents.newest_first())

    def form(self) -> FilterForm:
        return FilterForm(**self.values)

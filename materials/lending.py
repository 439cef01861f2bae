"""What is known of the pieces of a box that an authority lends on to its employees."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from materials.choices import ReportKind
from materials.models import CountedPart, Document, Loan, Part, Piece

CAME_WITH = (ReportKind.TAKEN_OVER, ReportKind.HANDED_OUT)


class Counter(NamedTuple):
    """How it stands, for the people at the stand."""

    part: str
    pieces: Sequence[Piece]

    @property
    def away(self) -> int:
        return sum(piece.out_since is not None for piece in self.pieces)

    @property
    def times(self) -> int:
        return sum(piece.times_lent for piece in self.pieces)


def part_lent_on(loan: Loan) -> Part | None:
    return loan.unit.article.parts.filter(is_lent_on=True).first()


def counter_of(loan: Loan) -> Counter | None:
    """None, if nothing in the box is lent piece by piece. Without pieces nobody has begun."""
    part = part_lent_on(loan)
    pieces = list(loan.pieces.with_whereabouts())
    return Counter(part.name if part else "Einzelstück", pieces) if part or pieces else None


def number_of_pieces(loan: Loan, part: Part) -> int:
    """As counted when the box left; without a protocol as many as there should be."""
    counted = CountedPart.objects.filter(report__loan=loan, report__kind__in=CAME_WITH, name=part.name).first()
    return counted.counted if counted else part.quantity


def guides_for(loan: Loan) -> list[Document]:
    """What everybody may read about it in the Mediathek: the article's own document, and sheets that lie in the box."""
    article = loan.unit.article
    sheets = Q(pk=article.document_id) | Q(title__in=article.parts.values("name"))
    return list(Document.objects.visible_to(AnonymousUser()).filter(sheets).order_by("title"))

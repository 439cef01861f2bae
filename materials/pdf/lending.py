"""The papers for lending on: a slip with a code for each meter, and a list to write on by hand."""

import io
from collections.abc import Iterable
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse

from materials.models import Loan, Piece
from missione.shared.typesetting import typeset

HERE = Path(__file__).parent
ON_A_PAGE = 6


def slip_set(loan: Loan, part: str, pieces: Iterable[Piece]) -> bytes:
    slips = [
        {"number": piece.number, "address": address_of(piece), "code": code_of(address_of(piece)).decode()} for piece in pieces
    ]
    pages = [slips[first : first + ON_A_PAGE] for first in range(0, len(slips), ON_A_PAGE)]
    return typeset(HERE / "slip_set.typ", facts={**_about(loan, part), "pages": pages})


def lending_list(loan: Loan, part: str, pieces: Iterable[Piece]) -> bytes:
    return typeset(HERE / "lending_list.typ", facts={**_about(loan, part), "numbers": [piece.number for piece in pieces]})


def address_of(piece: Piece) -> str:
    return settings.SITE_URL + reverse("materials:piece", args=[piece.key])


def code_of(address: str) -> bytes:
    """As SVG. A quarter of it may be scratched off."""
    picture = io.BytesIO()
    segno.make(address, error="q", micro=False).save(picture, kind="svg", border=0, xmldecl=False)
    return picture.getvalue()


def _about(loan: Loan, part: str) -> dict:
    return {"unit": loan.unit.number, "part": part, "back": f"{loan.to_day:%d.%m.%Y}"}

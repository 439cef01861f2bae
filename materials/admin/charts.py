"""Bars for a chart that is drawn in the page: no script, prints, and its table says the same."""

from collections.abc import Sequence
from typing import NamedTuple

# Each label stands above its bar, so that both can be read on a telephone.
WIDTH, LABEL, THICK, GAP, NUMBERS = 360, 20, 14, 12, 56
ROW = LABEL + THICK + GAP


class Bar(NamedTuple):
    label: str
    number: int
    label_y: int
    y: int
    width: int
    number_x: int
    number_y: int


class Chart(NamedTuple):
    bars: list[Bar]
    width: int
    height: int
    thickness: int


def bars(numbers: Sequence[tuple[str, int]]) -> Chart:
    """Lying bars, the longest first."""
    ordered = sorted(numbers, key=lambda pair: (-pair[1], pair[0]))
    longest = max((number for _, number in ordered), default=1)
    drawn = []
    for place, (label, number) in enumerate(ordered):
        top, width = place * ROW, max(2, round(number / longest * (WIDTH - NUMBERS)))
        y = top + LABEL
        drawn.append(Bar(_short(label), number, y - 6, y, width, width + 8, y + THICK - 2))
    return Chart(drawn, WIDTH, max(ROW, len(ordered) * ROW) - GAP, THICK)


def _short(label: str) -> str:
    return label if len(label) <= 44 else f"{label[:43]}…"

"""Meters that an authority has lent on to its employees: some came back, some are with them."""

from datetime import timedelta

from materials.actions.lending_on import bring_piece_back, lend_piece, set_up_counter
from materials.models import Loan
from missione.shared import clock

WHO = "ayse.demir"
BUSY, KEPT, AGAIN_AFTER = 11, 9, 28  # of the meters that go at all; days with one person, days until the next


def load_lending_on() -> None:
    loan = Loan.objects.out().get(line__order__person__email__startswith=f"{WHO}@", unit__article__parts__is_lent_on=True)
    set_up_counter(loan=loan)
    for piece in loan.pieces.filter(number__lte=BUSY):
        first = (clock.today() - loan.from_day).days - piece.number
        for times, days_ago in enumerate(range(first, 0, -AGAIN_AFTER)):
            _on(days_ago, lend_piece, piece, times)
            if days_ago > KEPT:
                _on(days_ago - KEPT, bring_piece_back, piece, times + 1)


def _on(days_ago: int, deed, piece, seen: int) -> None:
    with clock.moved_to(clock.now() - timedelta(days=days_ago)):
        deed(piece=piece, seen=seen)

"""An authority lends the meters of its box on to its employees: what is where, how often, and never with whom.

The row of the loan is the lock for all its pieces, so nobody counts while the box is taken back.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from materials.choices import LoanState
from materials.errors import NotLentNow
from materials.lending import number_of_pieces, part_lent_on
from materials.models import Loan, Piece, PieceLending
from materials.models.counters import new_piece_key
from missione.shared import clock

DAYS_LAST = timedelta(days=365)  # after the end of the loan


@transaction.atomic
def set_up_counter(*, loan: Loan) -> None:
    """One piece for each in the box. Twice is once."""
    loan = _held(loan.pk)
    part = part_lent_on(loan)
    if not part:
        raise NotLentNow("Aus diesem Paket wird nichts einzeln weiterverliehen.")
    if not loan.pieces.exists():
        Piece.objects.bulk_create(Piece(loan=loan, number=number + 1) for number in range(number_of_pieces(loan, part)))


@transaction.atomic
def renew_slips(*, loan: Loan) -> None:
    """A set was lost: its codes open nothing any more. What is counted stays."""
    pieces = list(_held(loan.pk).pieces.all())
    for piece in pieces:
        piece.key = new_piece_key()
    Piece.objects.bulk_update(pieces, ["key"])


@transaction.atomic
def lend_piece(*, piece: Piece, seen: int) -> bool:
    """Somebody takes it along. `seen` is how often it had been lent when the button was shown: an old page does nothing."""
    piece = _held_piece(piece)
    if piece.times_lent != seen or _lending(piece):
        return False
    PieceLending.objects.create(piece=piece, out_on=clock.today())
    Piece.objects.filter(pk=piece.pk).update(times_lent=F("times_lent") + 1)
    return True


@transaction.atomic
def bring_piece_back(*, piece: Piece, seen: int) -> bool:
    """In the house again."""
    piece = _held_piece(piece)
    lending = _lending(piece)
    if piece.times_lent != seen or not lending:
        return False
    lending.back_on = clock.today()
    lending.save(update_fields=["back_on"])
    return True


def forget_lendings() -> int:
    """The days on which pieces went, a year after the box came back. How often they went stays."""
    old = PieceLending.objects.filter(piece__loan__ended_at__lt=clock.now() - DAYS_LAST)
    return old.delete()[0]


def _held(loan_id: int) -> Loan:
    loan = Loan.objects.locked().not_given_on().filter(pk=loan_id, state=LoanState.OUT).first()
    if loan is None:
        raise NotLentNow
    return loan


def _held_piece(piece: Piece) -> Piece:
    _held(piece.loan_id)
    return Piece.objects.get(pk=piece.pk)


def _lending(piece: Piece) -> PieceLending | None:
    return piece.lendings.filter(back_on=None).first()

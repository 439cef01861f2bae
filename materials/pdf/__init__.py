"""The papers of the store room: what to fetch from which shelf, what lies in the parcel, where it goes.

All that was typed goes in as facts, so that it stays text whatever it looks like.
"""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from materials.choices import HOLDS_NOTHING
from materials.facts import in_thousands
from materials.models import Loan, Order, OrderLine
from materials.standing import days_of_loan
from missione.shared import clock
from missione.shared.typesetting import typeset

HERE = Path(__file__).parent
NO_SHELF = "ohne Regal"


def pick_list(orders: Iterable[Order]) -> bytes:
    """Every article once, by shelf, with the orders it is for; and what is fetched on another day."""
    orders = list(orders)
    later = [f"{order.reference}: {words}" for order in orders for words in _later(order)]
    return typeset(HERE / "pick_list.typ", facts={"day": _day(), "shelves": shelves_of(orders), "later": later})


def packing_slip(order: Order) -> bytes:
    """What lies in the parcel that is packed now, what came before, what comes later."""
    facts = {
        "reference": order.reference,
        "day": _day(),
        "address": order.address_lines,
        "contact": order.contact_name,
        "purpose": order.purpose,
        "lines": [_line_on_slip(line) for line in _lines(order) if _is_packed_now(line)],
        "later": _later(order),
        "sender": settings.RETURN_ADDRESS,
    }
    return typeset(HERE / "packing_slip.typ", facts=facts)


def address_label(order: Order) -> bytes:
    facts = {"reference": order.reference, "address": order.address_lines, "sender": settings.RETURN_ADDRESS}
    return typeset(HERE / "address_label.typ", facts=facts)


def shelves_of(orders: Iterable[Order]) -> list[dict]:
    """[{"shelf": "A 3", "articles": [{"title", "total", "orders": [{"reference", "number"}]}]}], as one walks along them."""
    found: dict[tuple[bool, str], dict[str, list[tuple[str, int]]]] = {}
    for order in orders:
        for line in _lines(order):
            if line.still_to_ship and _is_packed_now(line):
                shelf = line.article.shelf or NO_SHELF
                title = f"{line.article.title} ({_units(line)})" if line.is_loan else line.article.title
                found.setdefault((shelf == NO_SHELF, shelf), {}).setdefault(title, []).append(
                    (order.reference, line.still_to_ship)
                )
    return [{"shelf": shelf, "articles": _articles(found[last, shelf])} for last, shelf in sorted(found)]


def _articles(by_title: dict[str, list[tuple[str, int]]]) -> list[dict]:
    return [
        {
            "title": title,
            "total": in_thousands(sum(number for _, number in wanted)),
            "orders": [{"reference": reference, "number": in_thousands(number)} for reference, number in wanted],
        }
        for title, wanted in sorted(by_title.items())
    ]


def _line_on_slip(line: OrderLine) -> dict:
    notes = [f"{in_thousands(line.shipped)} schon verschickt"] if line.shipped else []
    if line.approved is not None and line.approved < line.requested:
        notes.append(f"{in_thousands(line.approved)} von {in_thousands(line.requested)} zugesagt")
    if line.reason:
        notes.append(line.reason)
    if line.is_loan:
        notes.append(f"Ausleihe {_units(line)}, {days_of_loan(line)}")
    return {"title": line.article.title, "number": in_thousands(line.still_to_ship), "notes": notes}


def _is_packed_now(line: OrderLine) -> bool:
    """Pieces always; a box in the days before it leaves, unless it goes there straight from another authority."""
    return not line.is_loan or any(loan.leaves_soon and not _comes_from_others(loan) for loan in _loans(line))


def _later(order: Order) -> list[str]:
    """What belongs to the order and is in no parcel now, with its day."""
    return [
        f"{line.article.title} ({loan.unit.number}), {_way_of(loan)}"
        for line in _lines(order)
        if line.is_loan and not _is_packed_now(line)
        for loan in _loans(line)
    ]


def _way_of(loan: Loan) -> str:
    if _comes_from_others(loan):
        return f"geht direkt von der Dienststelle davor weiter, ab {loan.from_day:%d.%m.%Y}"
    return f"verlässt das Lager am {loan.period.lower:%d.%m.%Y}"


def _comes_from_others(loan: Loan) -> bool:
    return any(hand_on.is_open for hand_on in loan.taken_over.all())


def _units(line: OrderLine) -> str:
    return ", ".join(loan.unit.number for loan in _loans(line)) or "ohne Nummer"


def _loans(line: OrderLine) -> list[Loan]:
    return [loan for loan in line.loans.all() if not loan.ended_at]


def _lines(order: Order) -> list[OrderLine]:
    lines = order.lines.select_related("article").prefetch_related("loans__unit", "loans__taken_over").order_by("pk")
    return [line for line in lines if line.state not in HOLDS_NOTHING]


def _day() -> str:
    return f"{clock.today():%d.%m.%Y}"

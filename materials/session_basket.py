"""A guest's basket: it lies in the session, and comes along when the guest logs in."""

from collections.abc import Iterable
from datetime import date

from materials.answers import Wish

KEY = "materials_basket"
MOST = 40


def wishes_in(session) -> list[Wish]:
    """The session is ours and signed by nobody else; what an older portal wrote into it may still be unreadable."""
    try:
        return [Wish(article, quantity, _day(first), _day(last)) for article, quantity, first, last in session.get(KEY, ())]
    except (TypeError, ValueError):
        return []


def keep_wishes(session, wishes: Iterable[Wish]) -> None:
    kept = [[wish.article, wish.quantity, *(day and day.isoformat() for day in wish[2:])] for wish in list(wishes)[:MOST]]
    if kept or KEY in session:
        session[KEY] = kept


def without_basket(session) -> None:
    session.pop(KEY, None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

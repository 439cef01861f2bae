"""What leaves with a parcel, what comes back, and what never leaves. The order's row is locked by who calls.

Loans go and come by deeds of their own: the order is not all shipped until they are out.
"""

from collections.abc import Callable, Mapping

from materials.actions.steps import go_line
from materials.actions.stock import locked_articles, release, ship, take_back
from materials.choices import HOLDS_NOTHING, LineState
from materials.errors import LinesNotWorked
from materials.facts import pieces
from materials.models import Order, OrderLine
from missione.shared.errors import Refused
from teams.models import Person

LONGEST_NOTE = 1000
LONGEST_REASON = 250


def parcel_in_words(order: Order, quantities: Mapping[int, int], tracking_number: str) -> str:
    said = _listed(order, quantities)
    if tracking_number:
        said.append(f"Sendungsnummer: {tracking_number}")
    return "\n".join(said)[:LONGEST_NOTE]


def leftovers_in_words(order: Order, quantities: Mapping[int, int], note: str) -> str:
    return "\n".join([f"Zurück im Lager: {said}" for said in _listed(order, quantities)] + ([note] if note else []))[
        :LONGEST_NOTE
    ]


def send(order: Order, quantities: Mapping[int, int], *, by: Person) -> list[tuple[int, OrderLine]]:
    """What is in the parcel."""

    def most(line: OrderLine) -> int:
        return 0 if line.is_loan else line.still_to_ship

    packed = _checked(order, quantities, most, "Davon sind noch {} zu verschicken.")
    articles = locked_articles(line.article_id for _, line in packed)
    for quantity, line in packed:
        ship(line, quantity, article=articles[line.article_id], by=by)
        state = LineState.PARTLY_SHIPPED if line.shipped < line.promised else LineState.SHIPPED
        if line.state != state:
            go_line(line, state)
    return packed


def put_back(order: Order, quantities: Mapping[int, int], *, by: Person) -> None:
    def most(line: OrderLine) -> int:
        return 0 if line.is_loan else line.shipped - line.returned

    back = _checked(order, quantities, most, "Davon sind {} verschickt und nicht zurück.")
    articles = locked_articles(line.article_id for _, line in back)
    for quantity, line in back:
        take_back(line, quantity, article=articles[line.article_id], by=by)
        if line.returned == line.shipped and line.state == LineState.SHIPPED:
            go_line(line, LineState.RETURNED)


def drop_the_rest(order: Order, reason: str, *, by: Person) -> None:
    """What has not left does not come: a line that was begun ends with what it sent."""
    lines = [line for line in order.lines.order_by("article_id", "pk") if line.state not in HOLDS_NOTHING]
    articles = locked_articles(line.article_id for line in lines)
    for line in lines:
        if line.reserved:
            release(line, line.reserved, article=articles[line.article_id], by=by)
        line.approved, line.reason = line.shipped, reason[:LONGEST_REASON]
        line.save(update_fields=["approved", "reason"])
        go_line(line, LineState.SHIPPED if line.shipped else LineState.CANCELLED)


def _listed(order: Order, quantities: Mapping[int, int]) -> list[str]:
    lines = order.lines.select_related("article").order_by("pk")
    return [f"{quantities[line.pk]} × {line.article.title}" for line in lines if quantities.get(line.pk)]


def _checked(
    order: Order, quantities: Mapping[int, int], most: Callable[[OrderLine], int], words: str
) -> list[tuple[int, OrderLine]]:
    """By ascending article, as they are locked. Lines that are not named stay as they are."""
    lines = list(order.lines.select_related("article").order_by("article_id", "pk"))
    named = [(quantities.get(line.pk) or 0, line) for line in lines]
    problems = {line.pk: words.format(pieces(most(line))) for quantity, line in named if not 0 <= quantity <= most(line)}
    if problems:
        raise LinesNotWorked(problems)
    chosen = [(quantity, line) for quantity, line in named if quantity]
    if not chosen:
        raise Refused("Geben Sie bei mindestens einem Artikel eine Stückzahl an.")
    return chosen

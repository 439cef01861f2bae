"""How many of each line are promised: all, less with a reason, or none. The order's row is locked by who calls."""

from collections.abc import Mapping
from typing import NamedTuple

from materials.actions.loans import hold_a_unit
from materials.actions.steps import go_line, let_go
from materials.actions.stock import locked_articles, release, reserve
from materials.actions.units import move, others_for
from materials.choices import HOLDS_A_UNIT, LineState
from materials.errors import LinesNotWorked, LinesRefused
from materials.facts import pieces
from materials.models import Article, Loan, Order, OrderLine
from missione.shared.errors import Refused
from teams.models import Agency, Person

NOTHING_LEFT = "Sie haben nichts zugesagt. Dann lehnen Sie die Bestellung bitte ganz ab, oder stornieren Sie sie."


class Decision(NamedTuple):
    """So many of a line; why, if it is less than was asked for."""

    quantity: int
    reason: str = ""


def decisions_in_words(order: Order, decisions: Mapping[int, Decision]) -> str:
    """What is less, for the history: who ordered reads it, too."""
    said = []
    for line in order.lines.not_expired().select_related("article").order_by("pk"):
        quantity, reason = decisions.get(line.pk, Decision(line.requested))
        if quantity < line.requested:
            said.append(f"{line.article.title}: {quantity} von {line.requested}. {reason}".strip())
    return "\n".join(said)[:1000]


def decide(order: Order, decisions: Mapping[int, Decision], *, agency: Agency | None, by: Person) -> bool:
    """True: all that was asked for. The authority's row guards its limit for the year."""
    lines = list(order.lines.not_expired().select_related("article").order_by("article_id", "pk"))
    articles = locked_articles(line.article_id for line in lines)
    problems = {line.pk: words for line in lines if (words := _typed_wrong(line, decisions.get(line.pk)))}
    if problems:
        raise LinesNotWorked(problems)
    if not any(decisions[line.pk].quantity for line in lines):
        raise Refused(NOTHING_LEFT)
    for line in lines:
        words = _decide(order, line, decisions[line.pk], articles[line.article_id], agency=agency, by=by)
        problems |= {line.pk: words} if words else {}
    if problems:
        raise LinesNotWorked(problems)
    return all(decisions[line.pk].quantity == line.requested for line in lines)


def _typed_wrong(line: OrderLine, decision: Decision | None) -> str:
    if decision is None or not 0 <= decision.quantity <= line.requested:
        return f"Geben Sie eine Zahl von 0 bis {line.requested} an. Mehr, als bestellt ist, können Sie nicht zusagen."
    if decision.quantity < line.requested and not decision.reason.strip():
        return "Schreiben Sie dazu, warum es weniger ist. Der Grund steht im Brief."
    return ""


def _decide(order: Order, line: OrderLine, decision: Decision, article: Article, *, agency, by: Person) -> str:
    """Down first, then the promise, then up: the database holds promise and reservation together at every moment."""
    quantity = decision.quantity
    if order.is_request and quantity and (words := _over_the_limit(order, line, quantity, article, agency)):
        return words
    if not line.is_loan and quantity - line.reserved > article.free:
        return f"So viele sind nicht frei. Zusagen können Sie höchstens {pieces(max(0, article.free) + line.reserved)}."
    _go_down(line, quantity, article=article, by=by)
    line.approved, line.reason = quantity, decision.reason if quantity < line.requested else ""
    line.save(update_fields=["approved", "reason"])
    state = LineState.APPROVED if quantity else LineState.DECLINED
    if line.state != state:
        go_line(line, state)
    return _go_up(line, quantity, article=article, by=by)


def _over_the_limit(order: Order, line: OrderLine, quantity: int, article: Article, agency: Agency | None) -> str:
    """Orders of a team were counted when they came; a request is counted now, against what was promised: another request that
    nobody has decided takes nothing away. Without an authority only its own number counts."""
    if not article.limit_per_year:
        return ""
    others = OrderLine.objects.counting().filter(order__agency=agency, article=article).exclude(order=order)
    others = others.exclude(order__is_request=True, approved=None)
    used = others.in_year_of(order.created_at).pieces_by_article().get(article.pk, 0) if agency else 0
    left = max(0, article.limit_per_year - used)
    if quantity <= left:
        return ""
    return f"Je Dienststelle und Jahr sind es höchstens {pieces(article.limit_per_year)}. Zusagen können Sie noch {pieces(left)}."


def _go_down(line: OrderLine, quantity: int, *, article: Article, by: Person) -> None:
    if not quantity:
        let_go(line, by=by, article=article)
    elif quantity < line.reserved:
        release(line, line.reserved - quantity, article=article, by=by)


def _go_up(line: OrderLine, quantity: int, *, article: Article, by: Person) -> str:
    if not line.is_loan:
        if quantity > line.reserved:
            reserve(line, quantity - line.reserved, article=article, by=by)
        return ""
    if not quantity:
        return ""
    if held := line.loans.filter(state__in=HOLDS_A_UNIT).select_related("unit").first():
        return _see_to_the_unit(held)
    try:
        hold_a_unit(line, article=article)
    except LinesRefused as refusal:
        return refusal.problems[article.pk]
    return ""


def _see_to_the_unit(loan: Loan) -> str:
    """Nobody is promised what is damaged or lost."""
    if not loan.lacks_unit:
        return ""
    if other := others_for(loan).first():
        move(loan, other)
        return ""
    return (
        f"{loan.unit.number} ist nicht einsatzbereit, und kein anderes Gerät ist an diesen Tagen frei. "
        "Geben Sie 0 und den Grund an, oder warten Sie, bis eines frei wird."
    )

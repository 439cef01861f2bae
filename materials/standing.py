"""How it stands, always in words; level is KERN's info, success, warning or danger."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils.dateformat import format as date_format

from materials.choices import LINE_GIVEN_UP, LoanState, OrderState, WishState
from materials.models import Article, Loan, LoanWish, Order, OrderLine
from missione.shared import clock

FEW_PIECES = 50


class Standing(NamedTuple):
    level: str
    words: str


LEVELS = {
    OrderState.UNCONFIRMED: "warning",
    OrderState.RECEIVED: "info",
    OrderState.IN_REVIEW: "info",
    OrderState.PARTLY_APPROVED: "warning",
    OrderState.APPROVED: "success",
    OrderState.PACKED: "success",
    OrderState.PARTLY_SHIPPED: "success",
    OrderState.SHIPPED: "success",
    OrderState.DONE: "success",
    OrderState.DECLINED: "danger",
    OrderState.CANCELLED: "info",
    OrderState.EXPIRED: "info",
}


def standing_of_order(order: Order) -> Standing:
    return Standing(LEVELS[OrderState(order.state)], order.get_state_display())


def standing_of_loan(loan: Loan) -> Standing:
    """In the borrower's words."""
    if loan.is_out and loan.is_given_on:
        return Standing("info", "Weitergegeben, noch nicht bestätigt")
    if loan.is_overdue:
        return Standing("danger", f"Überfällig seit {day_in_words(loan.to_day)}")
    return {
        LoanState.RESERVED: Standing("info", f"Reserviert ab {day_in_words(loan.from_day)}"),
        LoanState.OUT: Standing("success", f"Ausgeliehen bis {day_in_words(loan.to_day)}"),
        LoanState.RETURNED: Standing("info", "Zurückgegeben"),
        LoanState.CANCELLED: Standing("info", "Storniert"),
        LoanState.LOST: Standing("danger", "Verloren"),
    }[LoanState(loan.state)]


def next_of_loan(loan: Loan) -> Standing:
    """What is to be done: for who looks at many things at once."""
    if loan.is_out and not (loan.is_overdue or loan.is_given_on):
        return Standing("success", f"Zurück bis {day_in_words(loan.to_day)}")
    return standing_of_loan(loan)


def standing_of_wish(wish: LoanWish) -> Standing:
    until = moment_in_words(wish.offered_until) if wish.offered_until else ""
    return {
        WishState.WAITING: Standing("info", "Auf der Warteliste"),
        WishState.OFFERED: Standing("warning", f"Angebot bis {until}"),
        WishState.TAKEN: Standing("success", "Angenommen"),
        WishState.WITHDRAWN: Standing("info", "Zurückgezogen"),
        WishState.EXPIRED: Standing("info", "Verfallen"),
    }[WishState(wish.state)]


def stock_of(article: Article) -> Standing:
    """Of a loan the queryset says how many units there are and how many are free (with_units)."""
    if article.is_download:
        return Standing("success", "Sofort zum Herunterladen")
    if article.is_loan:
        return _units_of(article)
    if article.free <= 0:
        again = article.restocked_on
        later = f", wieder ab {day_in_words(again)}" if again and again > clock.today() else ""
        return Standing("warning", f"Zurzeit vergriffen{later}")
    if article.free <= max(FEW_PIECES, article.reorder_threshold):
        return Standing("info", f"Noch {article.free}")
    return Standing("success", "Auf Lager")


def _units_of(article: Article) -> Standing:
    if not article.unit_count:
        return Standing("warning", "Zurzeit nicht auszuleihen")
    if not article.units_free:
        return Standing("warning", "Zurzeit alle ausgeliehen")
    if article.units_free == article.unit_count:
        return Standing("success", "Zum Ausleihen da")
    return Standing("info", f"{article.units_free} von {article.unit_count} gerade frei")


def line_in_words(line: OrderLine) -> str:
    """What was asked, promised, sent and came back: only what is true by now."""
    if line.state in LINE_GIVEN_UP:
        return line.get_state_display()
    said = [_promise(line)]
    if line.shipped:
        said.append(f"{line.shipped} verschickt")
    if line.returned:
        said.append(f"{line.returned} zurückgeschickt")
    return ", ".join(said)


def _promise(line: OrderLine) -> str:
    if line.approved is not None:
        return (
            f"{line.approved} zugesagt" if line.approved == line.requested else f"{line.approved} von {line.requested} zugesagt"
        )
    return "für Sie reserviert" if line.reserved or (line.is_loan and line.holds_a_unit) else "wird geprüft"


def days_of_loan(line: OrderLine | Loan | LoanWish) -> str:
    """1. Februar 2027 bis 5. März 2027"""
    return f"{date_format(line.from_day, 'j. F Y')} bis {date_format(line.to_day, 'j. F Y')}"


def day_in_words(day: date) -> str:
    """12. Januar; with the year, if it is not the next one that comes to mind."""
    near = abs((day - clock.today()).days) < 300
    return date_format(day, "j. F" if near else "j. F Y")


def moment_in_words(moment: datetime) -> str:
    """Donnerstag, 12 Uhr; with the date, if it is not in the next days."""
    local = moment.astimezone(clock.BERLIN)
    hour = date_format(local, "G" if local.minute == 0 else "G:i")
    day = date_format(local, "l")
    if not 0 <= (local.date() - clock.today()).days < 7:
        day = f"{day}, {day_in_words(local.date())}"
    return f"{day}, {hour} Uhr"


def span_in_words(first: date, last: date) -> str:
    """1. Februar bis 2. März 2027"""
    layout = "j. F" if first.year == last.year else "j. F Y"
    return f"{date_format(first, layout)} bis {date_format(last, 'j. F Y')}"

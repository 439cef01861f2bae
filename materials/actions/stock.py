"""The ledger. Whatever changes what lies on the shelf, or what is promised of it, is an entry written here.

Locks go: authority, order, articles by ascending key, units. The first four deeds belong into the transaction of a deed that
holds the rows of the order and of the article already.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from materials.choices import ON_THE_SHELF, PROMISED, EntryKind
from materials.errors import MorePromised, StockGone, WrongEntry
from materials.models import Article, OrderLine, StockEntry
from teams.models import Person


def locked_articles(articles: Iterable[int]) -> dict[int, Article]:
    """By key, their rows held until the end of the transaction: what is free is counted only after this."""
    return {article.pk: article for article in Article.objects.locked().filter(pk__in=set(articles))}


def reserve(line: OrderLine, quantity: int, *, article: Article, by: Person | None) -> None:
    """Promised to this line, and to nobody else."""
    if quantity > article.free:
        raise StockGone
    _write(article, EntryKind.RESERVATION, quantity, line=line, by=by)
    _count(line, reserved=quantity)


def release(line: OrderLine, quantity: int, *, article: Article, by: Person | None) -> None:
    """No longer promised: everybody's again."""
    if quantity > line.reserved:
        raise WrongEntry("So viele sind für diese Position nicht reserviert.")
    _write(article, EntryKind.RELEASE, quantity, line=line, by=by)
    _count(line, reserved=-quantity)


def ship(line: OrderLine, quantity: int, *, article: Article, by: Person | None) -> None:
    """Leaves the shelf. Only what is reserved can."""
    if quantity > line.reserved:
        raise WrongEntry("So viele sind für diese Position nicht reserviert.")
    _write(article, EntryKind.SHIPMENT, quantity, line=line, by=by)
    _count(line, reserved=-quantity, shipped=quantity)


def take_back(line: OrderLine, quantity: int, *, article: Article, by: Person | None) -> None:
    """Left over, and on the shelf again."""
    if quantity > line.shipped - line.returned:
        raise WrongEntry("So viele sind mit dieser Position nicht verschickt worden.")
    _write(article, EntryKind.RETURN, quantity, line=line, by=by)
    _count(line, returned=quantity)


# --- what staff do at the shelf ---


@transaction.atomic
def receive_stock(*, article: Article, quantity: int, by: Person, reason: str = "") -> StockEntry:
    """New ones have come."""
    article = _give_away(article)
    return _write(article, EntryKind.RECEIPT, quantity, by=by, reason=reason)


@transaction.atomic
def count_stock(*, article: Article, counted: int, expected: int, reason: str, by: Person) -> StockEntry | None:
    """Stocktaking: what was counted is what there is. `expected` is what staff saw when they began to count."""
    article = _give_away(article)
    if article.in_stock != expected:
        raise WrongEntry(
            f"Inzwischen stehen {article.in_stock} Stück im Bestand, nicht mehr {expected}. Bitte zählen Sie noch einmal."
        )
    if counted < article.reserved:
        raise MorePromised(
            f"Davon sind {article.reserved} Stück schon zugesagt. Kürzen oder stornieren Sie zuerst Bestellungen, bis es passt."
        )
    difference = counted - article.in_stock
    return _write(article, EntryKind.CORRECTION, difference, by=by, reason=reason) if difference else None


def _give_away(article: Article) -> Article:
    article = Article.objects.locked().get(pk=article.pk)
    if not article.is_give_away:
        raise WrongEntry("Nur Artikel zum Behalten haben einen Bestand in Stück. Leihgeräte stehen einzeln in der Liste.")
    return article


def _write(
    article: Article, kind: EntryKind, quantity: int, *, line: OrderLine | None = None, by: Person | None, reason: str = ""
) -> StockEntry:
    """The entry, and both counters with it. The database adds, so that a forgotten lock fails and does not lose an entry."""
    if quantity == 0 or (quantity < 0 and kind != EntryKind.CORRECTION):
        raise WrongEntry("Geben Sie eine Stückzahl über null an.")
    if kind == EntryKind.CORRECTION and not reason.strip():
        raise WrongEntry("Geben Sie den Grund für die Abweichung an.", field="reason")
    on_the_shelf, promised = (effect.get(kind, 0) * quantity for effect in (ON_THE_SHELF, PROMISED))
    Article.objects.filter(pk=article.pk).update(in_stock=F("in_stock") + on_the_shelf, reserved=F("reserved") + promised)
    article.in_stock += on_the_shelf
    article.reserved += promised
    return StockEntry.objects.create(article=article, kind=kind, quantity=quantity, line=line, by=by, reason=reason)


def _count(line: OrderLine, **by_how_many: int) -> None:
    for name, number in by_how_many.items():
        setattr(line, name, getattr(line, name) + number)
    line.save(update_fields=list(by_how_many))

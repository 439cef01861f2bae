"""What cannot be had as it is asked for, and what can be had instead: a sentence for each article."""

from collections.abc import Mapping, Sequence

from materials.answers import Wish
from materials.availability import problem_of_days
from materials.errors import LinesRefused, NothingOrdered
from materials.facts import (
    Quota,
    in_thousands,
    most_now,
    period_of_loan,
    pieces,
    quotas_of,
)
from materials.models import Article, Unit
from teams.models import Agency

GONE = "Diesen Artikel gibt es nicht mehr. Bitte nehmen Sie ihn aus der Bestellung."
ALL_LENT = "In diesem Zeitraum ist alles ausgeliehen. Bitte wählen Sie einen anderen."


def refuse_what_cannot_be(
    wishes: Sequence[Wish], articles: Mapping[int, Article], *, agency: Agency | None, only_asked: bool = False
) -> None:
    """The articles are locked, unless it is only asked: then the quota counts, and what is free is left to staff."""
    if not wishes:
        raise NothingOrdered
    quotas = quotas_of(agency, articles.values())
    problems = {
        wish.article: problem
        for wish in wishes
        if (problem := _problem(wish, articles.get(wish.article), quotas.get(wish.article), only_asked))
    }
    if problems:
        raise LinesRefused(problems)


def _problem(wish: Wish, article: Article | None, quota: Quota | None, only_asked: bool) -> str:
    if not article or not article.is_live:
        return GONE
    if article.is_download:
        return "Diese Vorlage laden Sie auf ihrer Seite herunter. Bitte nehmen Sie sie aus der Bestellung."
    if article.is_loan:
        return _problem_of_loan(wish, article, only_asked)
    return _problem_of_pieces(wish, article, quota, only_asked)


def _problem_of_pieces(wish: Wish, article: Article, quota: Quota | None, only_asked: bool) -> str:
    most = most_now(article, quota, only_asked=only_asked)
    if most is not None and wish.quantity > most:
        return _too_many(article, quota, most, only_asked)
    if wish.quantity % article.pack_size:
        below = wish.quantity // article.pack_size * article.pack_size
        near = [number for number in (below, below + article.pack_size) if 0 < number and (most is None or number <= most)]
        return (
            f"Diesen Artikel gibt es in Packungen zu {article.pack_size}. "
            f"Bestellen Sie {' oder '.join(map(in_thousands, near))} Stück."
        )
    return ""


def _too_many(article: Article, quota: Quota | None, most: int, only_asked: bool) -> str:
    by_quota = quota is not None and (only_asked or quota.left <= article.free)
    if by_quota:
        why = (
            f"Ihre Dienststelle hat {quota.words} bestellt."
            if quota.used
            else f"Je Dienststelle und Jahr sind es höchstens {pieces(quota.limit)}."
        )
        return f"{why} {_still(most)}"
    if not article.free:
        return "Dieser Artikel ist gerade vergriffen. Bitte nehmen Sie ihn aus der Bestellung."
    return f"Davon sind nur noch {pieces(article.free)} frei. {_still(most)}"


def _still(most: int) -> str:
    return (
        f"Jetzt können Sie noch {pieces(most)} bestellen."
        if most
        else "In diesem Jahr geht nichts mehr. Schreiben Sie uns, wenn es dringend ist."
    )


def _problem_of_loan(wish: Wish, article: Article, only_asked: bool) -> str:
    if not wish.from_day or not wish.to_day:
        return "Geben Sie an, von wann bis wann Sie ausleihen möchten."
    if wish.quantity != 1:
        return "Bitte leihen Sie nur ein Stück auf einmal aus. Für ein zweites schicken Sie uns eine zweite Bestellung."
    if problem := problem_of_days(article, wish.from_day, wish.to_day):
        return problem
    period = period_of_loan(article, wish.from_day, wish.to_day)
    return "" if only_asked or Unit.objects.filter(article=article).free_in(period).exists() else ALL_LENT

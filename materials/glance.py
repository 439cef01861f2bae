"""An article at a glance: what a card says about it."""

from collections.abc import Iterable
from typing import NamedTuple

from materials.choices import ArticleKind
from materials.facts import Quota, in_thousands, quotas_of
from materials.models import Article
from materials.standing import Standing, stock_of
from teams.models import Agency


class Picture(NamedTuple):
    name: str
    alt: str
    width: int
    height: int


class ArticleGlance(NamedTuple):
    title: str
    address: str
    kind: str
    kind_words: str
    text: str
    standing: Standing
    facts: tuple[str, ...]
    quota: str
    picture: Picture | None


def glances_at(articles: Iterable[Article], agency: Agency | None, whose: str) -> list[ArticleGlance]:
    """One question for all of them. `whose` names the authority whose limits are told."""
    articles = list(articles)
    quotas = quotas_of(agency, articles)
    told = {pk: _quota_in_words(quota, whose) for pk, quota in quotas.items()} if agency else {}
    return [_glance(article, told.get(article.pk, "")) for article in articles]


def _glance(article: Article, quota: str) -> ArticleGlance:
    return ArticleGlance(
        title=article.title,
        address=article.get_absolute_url(),
        kind=article.kind,
        kind_words=f"{ArticleKind(article.kind).label} · {article.get_topic_display()}",
        text=article.summary,
        standing=stock_of(article),
        facts=tuple(facts_of(article)),
        quota=quota,
        picture=picture_of(article),
    )


def _quota_in_words(quota: Quota, whose: str) -> str:
    return f"{whose}: {quota.words}" if quota.used else f"{whose}: bis zu {quota.most} im Jahr"


def picture_of(article: Article) -> Picture | None:
    if not article.picture:
        return None
    return Picture(article.picture, article.picture_alt, article.picture_width, article.picture_height)


def facts_of(article: Article) -> Iterable[str]:
    if article.is_give_away:
        yield f"Lieferzeit etwa {article.lead_time_days} Tage"
        if article.pack_size > 1:
            yield f"Packung zu {in_thousands(article.pack_size)} Stück"
    if article.is_loan:
        yield f"{article.min_days} bis {article.max_days} Tage"

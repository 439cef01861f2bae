"""What a person lays aside to order. Nothing is held back by it."""

from collections.abc import Iterable

from django.db import transaction

from materials.answers import Wish
from materials.models import Article, BasketItem
from teams.models import Person

MOST_IN_A_BASKET = 40


@transaction.atomic
def put_in_basket(*, person: Person, wish: Wish) -> None:
    """The same article again replaces what was said before."""
    others = BasketItem.objects.filter(person=person).exclude(article=wish.article)
    if others.count() < MOST_IN_A_BASKET:
        _put(person, wish)


@transaction.atomic
def keep_basket(*, person: Person, wishes: Iterable[Wish]) -> None:
    """The basket is what the form says."""
    wishes = list(wishes)[:MOST_IN_A_BASKET]
    BasketItem.objects.filter(person=person).exclude(article__in=[wish.article for wish in wishes]).delete()
    for wish in wishes:
        _put(person, wish)


@transaction.atomic
def take_over_basket(*, person: Person, wishes: Iterable[Wish]) -> None:
    """What was laid aside before logging in comes along; what the person had already stays as it was."""
    known = set(BasketItem.objects.filter(person=person).values_list("article", flat=True))
    orderable = set(Article.objects.visible_to(person).orderable().values_list("pk", flat=True))
    for wish in wishes:
        if wish.article in orderable - known:
            put_in_basket(person=person, wish=wish)


def _put(person: Person, wish: Wish) -> None:
    said = {"quantity": wish.quantity, "from_day": wish.from_day, "to_day": wish.to_day}
    BasketItem.objects.update_or_create(person=person, article_id=wish.article, defaults=said)

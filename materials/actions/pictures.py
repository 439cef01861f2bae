"""The picture of an article."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from materials.models import PICTURE_SIZES, Article, ArticlePicture
from teams.renditions import Rendition


@transaction.atomic
def set_picture(*, article: Article, renditions: Sequence[Rendition]) -> None:
    """Drawn before anybody waits for a lock; the name is new, so nobody is shown the old one from a cache."""
    Article.objects.locked().get(pk=article.pk)
    article.picture = secrets.token_hex(12)
    article.picture_width, article.picture_height = renditions[-1].width, renditions[-1].height
    article.renditions.all().delete()
    ArticlePicture.objects.bulk_create(
        ArticlePicture(article=article, name=article.picture, size=size, content=rendition.content)
        for size, rendition in zip(PICTURE_SIZES, renditions, strict=True)
    )
    article.save(update_fields=["picture", "picture_width", "picture_height", "changed_at"])


@transaction.atomic
def remove_picture(*, article: Article) -> None:
    Article.objects.locked().get(pk=article.pk)
    article.renditions.all().delete()
    article.picture, article.picture_width, article.picture_height = "", None, None
    article.save(update_fields=["picture", "picture_width", "picture_height", "changed_at"])

"""The pictures of the catalogue: public as the articles are, and the same for good under their random name."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from materials.models import Article, ArticlePicture

FOR_GOOD = "public, max-age=31536000, immutable"


@login_not_required
@require_safe
def article_picture(request: HttpRequest, name: str, size: int) -> HttpResponse:
    """Staff see those of drafts, too, and nobody keeps them."""
    person = request.user
    pictures = ArticlePicture.objects.filter(name=name, size=size)
    if not (person.is_authenticated and person.is_active and person.is_staff):
        pictures = pictures.filter(article__in=Article.objects.visible_to(person))
    picture = get_object_or_404(pictures.select_related("article"))
    caching = FOR_GOOD if picture.article.is_live else "private, no-store"
    return HttpResponse(bytes(picture.content), content_type="image/jpeg", headers={"Cache-Control": caching})

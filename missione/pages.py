"""The texts that editors change in the Verwaltung: imprint, privacy, accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render

from missione.shared.models import TextPage


@login_not_required
def text_page(request, slug: str):
    return render(request, "pages/text_page.html", {"page": get_object_or_404(TextPage, slug=slug)})

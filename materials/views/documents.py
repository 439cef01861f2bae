"""The Mediathek: the list, one document."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from materials.forms.document_finding import Wanted
from materials.models import Document
from materials.permissions import can_propose_documents

PER_PAGE = 12


@login_not_required
@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    wanted = Wanted(request.GET)
    documents = wanted.among(Document.objects.visible_to(request.user)).for_lists()
    page = Paginator(documents, PER_PAGE).get_page(wanted.page)
    found = {"page": page, "wanted": wanted, "chips": wanted.chips()}
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "materials/_document_results.html", found)
        push_url(response, request.path + wanted.address())
    else:
        more = {"filter_form": wanted.form(), "can_propose": can_propose_documents(request.user)}
        response = render(request, "materials/document_list.html", {**found, **more})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@login_not_required
@require_safe
def document_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may not find it reads the same as about a document that nobody has."""
    documents = Document.objects.visible_to(request.user).select_related("current").defer("search_text", "current__text")
    document = get_object_or_404(documents, slug=slug)
    earlier = document.versions.handed_out().exclude(pk=document.current_id).defer("text").order_by("-number")
    return render(request, "materials/document_detail.html", {"document": document, "file": document.current, "earlier": earlier})

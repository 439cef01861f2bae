"""The files of documents. Each view asks the one policy, each time; what it may not hand out is not there."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from materials.actions.documents import count_download
from materials.models import DocumentVersion
from materials.models.documents import DRAWER
from materials.permissions import can_keep_materials
from missione.shared.files.handing_out import ASK_EACH_TIME, NO_STORE, hand_out, is_fetched_anew
from missione.shared.files.kinds import VTT
from missione.shared.files.names import with_ending


@login_not_required
@require_safe
def current_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _file(request, _current(request, slug))


@login_not_required
@require_safe
def version_file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Of an earlier version, too, as long as nobody has withdrawn it."""
    return _file(request, get_object_or_404(_visible(request), document__slug=slug, number=number))


@login_not_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _beside(request, slug, "preview", "image/webp", "webp")


@login_not_required
@require_safe
def captions(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _beside(request, slug, "captions", VTT.media_type, VTT.ending)


@require_safe
def office_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Staff look at a draft or a proposal before they publish it; at nothing that the scanner has not seen."""
    if not can_keep_materials(request.user):
        raise Http404
    version = get_object_or_404(DocumentVersion.objects.clean().select_related("document"), pk=pk)
    return _answer(request, version, version.key, version.media_type, version.original_name)


def _visible(request: HttpRequest):
    return DocumentVersion.objects.visible_to(request.user).select_related("document").defer("text", "document__search_text")


def _current(request: HttpRequest, slug: str) -> DocumentVersion:
    return get_object_or_404(_visible(request).current(), document__slug=slug)


def _file(request: HttpRequest, version: DocumentVersion) -> HttpResponseBase:
    response = _answer(request, version, version.key, version.media_type, version.original_name)
    if is_fetched_anew(request):
        count_download(version.document)
    return response


def _beside(request: HttpRequest, slug: str, what: str, media_type: str, ending: str) -> HttpResponseBase:
    version = _current(request, slug)
    key = getattr(version, what)
    if not key:
        raise Http404
    return _answer(request, version, key, media_type, with_ending(version.original_name, ending))


def _answer(request: HttpRequest, version: DocumentVersion, key: str, media_type: str, name: str) -> HttpResponseBase:
    """What everybody may have, a browser may keep, asking each time; all else is kept nowhere."""
    is_everybodys = version.document.is_public and version.document.is_published
    freshness = ASK_EACH_TIME if is_everybodys else NO_STORE
    return hand_out(request, drawer=DRAWER, key=key, name=name, media_type=media_type, freshness=freshness)

"""Several documents as one ZIP, packed while it is sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from materials.actions.documents import count_download
from materials.document_errors import FilesMissing, NothingSelected, TooMuchSelected
from materials.models import Document
from materials.packing import MOST_BYTES, MOST_DOCUMENTS, is_on_the_disk, packed
from missione.shared.errors import Refused
from missione.shared.files.handing_out import NO_STORE, SANDBOX
from missione.shared.files.kinds import MB
from missione.shared.files.names import content_disposition

NAME = "mission-E-Auswahl.zip"


@login_not_required
@require_safe
def selection(request: HttpRequest) -> HttpResponseBase:
    """Of what was asked for, that which the person may find; the rest is not there."""
    try:
        documents = _selected(request)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("materials:documents")
    if request.method == "HEAD":
        return _with_headers(HttpResponse())
    for document in documents:
        if is_on_the_disk(document):
            count_download(document)
    return _with_headers(StreamingHttpResponse(packed(documents)))


def _selected(request: HttpRequest) -> list[Document]:
    slugs = set(request.GET.getlist("dokument")[: MOST_DOCUMENTS * 10])
    documents = list(Document.objects.visible_to(request.user).for_lists().filter(slug__in=slugs).order_by("title", "pk"))
    if not documents:
        raise NothingSelected
    if not any(map(is_on_the_disk, documents)):
        raise FilesMissing
    if len(documents) > MOST_DOCUMENTS:
        raise TooMuchSelected(f"Wählen Sie höchstens {MOST_DOCUMENTS} Dokumente auf einmal aus.")
    if sum(document.current.size for document in documents) > MOST_BYTES:
        raise TooMuchSelected(
            f"Ihre Auswahl ist größer als {MOST_BYTES // MB} MB. Laden Sie große Dateien wie Videos bitte einzeln herunter."
        )
    return documents


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = content_disposition(NAME, inline=False)
    response.headers["Cache-Control"] = NO_STORE
    response.headers["Content-Security-Policy"] = SANDBOX
    return response

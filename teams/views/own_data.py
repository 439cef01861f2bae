"""The file with one's own data: ask for it, see how far it is, take it along."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from missione.shared.errors import Refused
from teams.actions.own_data import ask_for_data
from teams.models import DataExport


@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "account/own_data.html", {"export": _newest(request)})
    try:
        ask_for_data(person=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("own_data")


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The part of the page that looks again by itself."""
    return render(request, "account/_export.html", {"export": _newest(request)})


@require_safe
def download(request: HttpRequest) -> FileResponse:
    """Nobody but the owner, and not from a cache."""
    export = _newest(request)
    if not export or not export.is_ready:
        raise Http404
    try:
        file = export.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, as_attachment=True, filename="meine-daten-mission-e.zip", content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _newest(request: HttpRequest) -> DataExport | None:
    return request.user.exports.first()

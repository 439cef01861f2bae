"""Members propose a document; staff look at it before anybody else does."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from materials.actions.documents import handed_in, propose_document
from materials.forms.documents import ProposalForm
from materials.permissions import can_propose_documents
from missione.shared.errors import DifferentRequest, Refused

THANKS = "Vielen Dank! Ihr Vorschlag ist angekommen. Wir sehen ihn uns an und schreiben Ihnen."


def propose(request: HttpRequest) -> HttpResponse:
    if not can_propose_documents(request.user):
        raise PermissionDenied("Dokumente vorschlagen können Mitglieder freigeschalteter Teams.")
    if request.method != "POST":
        return _page(request, ProposalForm())
    form = ProposalForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        taken = handed_in(form.cleaned_data["file"], by=request.user)
        propose_document(by=request.user, said=form.said, taken=taken, request_key=form.cleaned_data["request_key"])
    except Refused as refusal:
        return _refused(request, form, refusal)
    messages.success(request, THANKS)
    return redirect("materials:documents")


def _refused(request: HttpRequest, form: ProposalForm, refusal: Refused) -> HttpResponse:
    form.add_error(refusal.field or None, str(refusal))
    if not isinstance(refusal, DifferentRequest):
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    form.renew_key()
    return _page(request, form, HTTPStatus.CONFLICT)


def _page(request: HttpRequest, form: ProposalForm, status: int = HTTPStatus.OK) -> HttpResponse:
    if "request_key" in form.errors:
        form.renew_key()
    return render(request, "materials/document_propose.html", {"form": form}, status=status)

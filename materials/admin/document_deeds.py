"""Deeds on one document or one of its versions, each through its action."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from materials.actions import documents, scanning
from materials.admin.document_forms import ReasonForm
from materials.models import Document, DocumentVersion
from missione.shared.back_office import note, refusals_told, staff_only, work_page


@staff_only
@require_POST
def publish(request, pk):
    document = get_object_or_404(Document, pk=pk)
    with refusals_told(request):
        documents.publish_proposal(document=document, by=request.user)
        note(request, document, "Vorschlag veröffentlicht.")
        messages.success(request, f"„{document}“ ist veröffentlicht. Eine E-Mail sagt der Person Bescheid.")
    return redirect("admin:materials_document_change", pk)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request, pk):
    document = get_object_or_404(Document, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_told(request):
            documents.decline_proposal(document=document, reason=form.cleaned_data["reason"])
            messages.success(request, f"„{document}“ ist abgelehnt und gelöscht. Eine E-Mail sagt der Person Bescheid.")
            return redirect("admin:materials_document_changelist")
    facts = {"document": document, "form": form, "button": "Ablehnen und löschen"}
    return work_page(request, "admin/materials/document/decline.html", model=Document, title="Vorschlag ablehnen", **facts)


@staff_only
@require_POST
def withdraw(request, pk):
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=pk)
    documents.withdraw_version(version=version)
    note(request, version.document, f"Fassung {version.number} zurückgezogen.")
    messages.success(request, f"Fassung {version.number} ist zurückgezogen. Niemand erhält sie mehr.")
    return redirect("admin:materials_document_change", version.document_id)


@staff_only
@require_POST
def scan_again(request, pk):
    version = get_object_or_404(DocumentVersion.objects.select_related("document"), pk=pk)
    scanning.scan_again(version=version)
    messages.success(request, f"Fassung {version.number} wird gleich noch einmal geprüft.")
    return redirect("admin:materials_document_change", version.document_id)

"""Authorities to a spreadsheet and back: first what a file would change, then the button."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods
from tablib import Dataset

from missione.shared import clock
from missione.shared.errors import Refused
from teams import actions
from teams.admin.base import work_page, work_view
from teams.admin.forms import UploadForm
from teams.exchange import files

KEPT_FOR = 3600  # seconds between looking and deciding
MOST_SHOWN = 200
WRITERS = {
    "csv": (files.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (files.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def export_view(model_admin):
    @work_view
    @require_GET
    def export(request, kind):
        """What the list shows, as it is filtered; free entries and merged ones are no master data."""
        if kind not in WRITERS:
            raise Http404
        write, content_type = WRITERS[kind]
        try:
            listed = model_admin.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None
        agencies = listed.filter(is_confirmed=True, merged_into=None).select_related("ministry", "parent")
        name = f"dienststellen-{localtime(clock.now()):%Y-%m-%d}.{kind}"
        return HttpResponse(
            write(agencies),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
        )

    return export


@work_view
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request):
    if request.method == "POST" and "token" in request.POST:
        return _carry_out(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        try:
            dataset = files.read(form.cleaned_data["file"].read())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(request, dataset, _keep(request, dataset))
    return work_page(request, "import", "Dienststellen importieren", status=422 if form.errors else 200, form=form)


def _carry_out(request):
    token = request.POST["token"][:40]
    dataset = _kept(request, token)
    if dataset is None:
        messages.error(request, "Die Vorschau ist nicht mehr da. Bitte laden Sie die Datei noch einmal hoch.")
        return redirect("admin:teams_agency_import")
    try:
        plan = actions.import_agencies(dataset=dataset, agreed=request.POST.get("agreed", ""))
    except actions.PlanOutdated as refusal:
        messages.warning(request, str(refusal))
        return _preview(request, dataset, token)
    cache.delete(_key(request, token))
    messages.success(request, f"Eingetragen: {len(plan.new)} neu, {len(plan.changed)} geändert, {plan.unchanged} unverändert.")
    return redirect("admin:teams_agency_changelist")


def _preview(request, dataset: Dataset, token: str):
    plan = actions.plan_import(dataset=dataset)
    return work_page(
        request,
        "import",
        "Dienststellen importieren",
        status=422 if plan.errors else 200,
        form=UploadForm(),
        plan=plan,
        token=token,
        shown=[("Neu", plan.new[:MOST_SHOWN]), ("Geändert", plan.changed[:MOST_SHOWN])],
        hidden=max(0, len(plan.new) - MOST_SHOWN) + max(0, len(plan.changed) - MOST_SHOWN),
        errors=plan.errors[:MOST_SHOWN],
    )


def _keep(request, dataset: Dataset) -> str:
    """In the database, for whoever uploaded it."""
    token = str(uuid4())
    cache.set(_key(request, token), {"headings": dataset.headers, "rows": [list(row) for row in dataset]}, KEPT_FOR)
    return token


def _kept(request, token: str) -> Dataset | None:
    kept = cache.get(_key(request, token))
    return Dataset(*kept["rows"], headers=kept["headings"]) if kept else None


def _key(request, token: str) -> str:
    printable = "".join(letter for letter in token if letter.isalnum() or letter == "-")
    return f"agency-import:{request.user.pk}:{printable}"

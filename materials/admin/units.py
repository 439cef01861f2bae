"""The units one by one: how each is, all protocols and loans of it, and the check of what lies on the shelf."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from materials.actions.lending import seen_of
from materials.actions.protocols import pictures_kept
from materials.actions.unit_change import check_unit
from materials.admin.base import MaterialsAdmin
from materials.admin.loans_filters import ArticleOfUnitFilter
from materials.admin.loans_forms import CheckForm, whole_number
from materials.choices import HOLDS_A_UNIT, IN_HAND
from materials.counted import gaps_in
from materials.errors import PartsNotCounted
from materials.models import Unit
from missione.shared.back_office import note, staff_only, work_page
from missione.shared.errors import Refused

SHOWN = 30  # protocols and loans, the newest first


@admin.register(Unit)
class UnitAdmin(MaterialsAdmin):
    list_display = ["number", "article", "how", "note"]
    list_filter = ["condition", ArticleOfUnitFilter]
    list_select_related = ["article"]
    search_fields = ["number", "article__search_text"]
    search_help_text = "Nummer, Artikel"
    ordering = ["article__title", "number"]
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).with_gaps()

    @admin.display(description="Zustand", ordering="condition")
    def how(self, unit):
        is_there = unit.condition in IN_HAND
        return f"{unit.get_condition_display()}, unvollständig" if is_there and unit.has_gaps else unit.get_condition_display()

    def has_add_permission(self, request):
        """With the article."""
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    def change_view(self, request, object_id, form_url="", extra_context=None):
        unit = self.get_object(request, object_id)
        if unit is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return unit_page(request, unit)

    def get_urls(self):
        return [path("<int:pk>/pruefen/", check, name="materials_unit_pruefen"), *super().get_urls()]


@staff_only
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.select_related("article"), pk=pk)
    form = CheckForm(unit, request.POST, request.FILES, auto_id="pruefen_%s")
    if form.is_valid():
        try:
            with pictures_kept(form.pictures) as pictures:
                seen = whole_number(request.POST.get("seen_report", ""))
                report = check_unit(unit=unit, findings=form.findings(pictures), by=request.user, seen=seen)
        except PartsNotCounted as refusal:
            form.tell(refusal.problems)
        except Refused as refusal:
            if refusal.field not in form.fields:
                messages.error(request, str(refusal))
                return to_unit(unit)
            form.add_error(refusal.field, str(refusal))
        else:
            return _told(request, unit, report)
    return unit_page(request, unit, form=form, status=422)


def _told(request: HttpRequest, unit: Unit, report) -> HttpResponse:
    if report:
        note(request, unit, f"Geprüft: {report.get_condition_display()}.")
        messages.success(request, f"{unit.number}: Geprüft, {report.get_condition_display()}.")
    else:
        messages.info(request, f"{unit.number}: Das ist schon eingetragen.")
    return to_unit(unit)


def to_unit(unit: Unit) -> HttpResponse:
    return redirect("admin:materials_unit_change", unit.pk)


def _whereabouts(unit: Unit, *, is_out: bool) -> str:
    """Empty, where nobody knows: it is lost, or out of use."""
    if is_out:
        return "ausgeliehen"
    return "im Lager" if unit.condition in IN_HAND else ""


def unit_page(request: HttpRequest, unit: Unit, *, form: CheckForm | None = None, status: int = 200) -> HttpResponse:
    is_out = unit.loans.out().exists()
    loans = unit.loans.filter(line__isnull=False).select_related("line__order__agency")
    context = {
        "unit": unit,
        "article": unit.article,
        "is_out": is_out,
        "gaps": gaps_in(unit),
        "whereabouts": _whereabouts(unit, is_out=is_out),
        "form": form or CheckForm(unit, auto_id="pruefen_%s"),
        "is_typed": form is not None,
        "seen": seen_of(unit),
        "coming": loans.filter(state__in=HOLDS_A_UNIT).order_by("from_day", "pk"),
        "past": loans.exclude(state__in=HOLDS_A_UNIT).order_by("-ended_at", "-pk")[:SHOWN],
        "reports": unit.reports.with_all().order_by("-pk")[:SHOWN],
    }
    page = work_page(request, "admin/materials/unit/work.html", model=Unit, title=f"{unit.number}, {unit.article}", **context)
    page.status_code = status
    return page

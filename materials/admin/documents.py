"""The documents: their files and versions, proposals of members, rights that end."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import path
from django.utils.safestring import mark_safe

from materials.admin import document_deeds as deeds
from materials.admin.base import MaterialsAdmin, SearchesNormalised
from materials.admin.document_forms import DocumentForm, EntitlementForm
from materials.admin.filters import LiveFilter
from materials.document_choices import ScanState, Visibility
from materials.models import Document, DocumentDay, DocumentVersion, Entitlement
from missione.shared import clock
from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.templatetags.portal import clock_time, short_date

A_MONTH = timedelta(days=30)
NOBODY = "jemand ohne Konto"


class ToDoFilter(admin.SimpleListFilter):
    """What staff have to look at."""

    title = "Zu tun"
    parameter_name = "zu-tun"

    def lookups(self, request, model_admin):
        return [
            ("vorschlaege", "Vorschläge beantworten"),
            ("rechte", "Rechte enden bald oder sind zu Ende"),
            ("pruefung", "Prüfung offen oder gescheitert"),
            ("gescheitert", "Prüfung gescheitert"),
            ("datei", "ohne Datei"),
        ]

    def queryset(self, request, queryset):
        unchecked = DocumentVersion.objects.exclude(scan_state=ScanState.CLEAN)
        wanted = {
            "vorschlaege": queryset.proposed,
            "rechte": queryset.whose_rights_end_soon,
            "pruefung": lambda: queryset.filter(pk__in=unchecked.values("document")),
            "gescheitert": queryset.whose_scan_failed,
            "datei": lambda: queryset.filter(versions=None),
        }
        return wanted[self.value()]() if self.value() in wanted else queryset


class ShownFilter(LiveFilter):
    """Once the rights are over it is not to be seen."""

    def queryset(self, request, queryset):
        found = super().queryset(request, queryset)
        return found.with_rights() if self.value() == "ja" else found


class Entitlements(TakesOnlyWords, ForTheCampaignTeam, admin.TabularInline):
    """By hand only: what an attendance gave, it takes back itself."""

    model = Entitlement
    form = EntitlementForm
    extra = 0
    fields = ["person", "because"]
    autocomplete_fields = ["person"]
    verbose_name_plural = "Von Hand freigegeben für"

    def get_queryset(self, request):
        return super().get_queryset(request).by_hand()


@admin.register(Document)
class DocumentAdmin(SearchesNormalised, MaterialsAdmin):
    form = DocumentForm
    list_display = ["title", "kind", "visibility", "file_state", "fetched", "rights_end", "shown"]
    list_filter = [ToDoFilter, ShownFilter, "kind", "visibility", "topic"]
    search_fields = ["search_text"]
    search_help_text = "Titel, Beschreibung, Text der Datei"
    actions = None
    change_form_template = "admin/materials/document/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "topic", "language", "summary", "description", "is_accessible"]}),
        ("Datei", {"fields": ["file", "captions", "stand", "note", "transcript"]}),
        ("Rechte", {"fields": ["author", "source", "licence", "credit_line", "channels", "rights_end"]}),
        ("Veröffentlichen", {"fields": ["visibility", "published_at"]}),
    ]

    def get_queryset(self, request):
        fetched = DocumentDay.objects.filter(document=OuterRef("pk"), day__gt=clock.today() - A_MONTH).order_by()
        month = Coalesce(Subquery(fetched.values("document").annotate(sum=Sum("downloads")).values("sum")), 0)
        documents = super().get_queryset(request).select_related("current", "proposed_by", "consent_by").defer("current__text")
        return documents.annotate(month=month, newest=_newest("scan_state"))

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)  # a class of its own for this request
        form.by = request.user
        return form

    def get_inlines(self, request, obj):
        return [Entitlements] if obj and obj.visibility == Visibility.ENTITLED else []

    def get_fieldsets(self, request, obj=None):
        told = [("Freigegeben", {"fields": ["by_attending"]})] if self.get_inlines(request, obj) else []
        promised = [("Vorschlag", {"fields": ["proposed", "promised"]})] if obj and obj.proposed_at else []
        return [*promised, *super().get_fieldsets(request, obj), *told]

    def get_readonly_fields(self, request, obj=None):
        """A proposal is published by its own button; the address of what was shown once stays."""
        fixed = ["published_at"] if obj and obj.proposed_at and not obj.answered_at else []
        fixed += ["by_attending", "proposed", "promised"]
        return [*fixed, "slug"] if self._was_shown(obj) else fixed

    def _was_shown(self, obj) -> bool:
        return obj is not None and Document.objects.filter(pk=obj.pk, published_at__lte=clock.now()).exists()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        form.add_to(obj)
        if not obj.has_rights:
            over = f"Die Rechte sind am {obj.rights_end:%d.%m.%Y} abgelaufen"
            messages.warning(request, f"{over}: Bis Sie „Rechte bis“ ändern, sieht das Dokument niemand.")

    def save_formset(self, request, form, formset, change):
        for given in formset.save(commit=False):
            given.given_by = given.given_by or request.user
        formset.save()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        versions = DocumentVersion.objects.filter(document=object_id).select_related("uploaded_by").defer("text")
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "versions": versions})

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_live else None

    def get_urls(self):
        return [
            path("<int:pk>/veroeffentlichen/", deeds.publish, name="materials_document_publish"),
            path("<int:pk>/ablehnen/", deeds.decline, name="materials_document_decline"),
            path("fassung/<int:pk>/zurueckziehen/", deeds.withdraw, name="materials_document_withdraw"),
            path("fassung/<int:pk>/pruefen/", deeds.scan_again, name="materials_document_scan"),
            *super().get_urls(),
        ]

    @admin.display(description="Durch Teilnahme an einem Angebot")
    def by_attending(self, document):
        number = document.entitlements.exclude(occasion="").values("person").distinct().count()
        return "1 Person" if number == 1 else f"{number} Personen"

    @admin.display(description="Vorgeschlagen")
    def proposed(self, document):
        return f"{document.proposed_by or NOBODY}, {short_date(document.proposed_at)}"

    @admin.display(description="Zusage")
    def promised(self, document):
        if not document.consent_at:
            return "keine"
        who, at = document.consent_by or NOBODY, document.consent_at
        return f"„{document.consent}“ ({who}, {short_date(at)}, {clock_time(at)})"

    @admin.display(description="Neueste Datei")
    def file_state(self, document):
        return ScanState(document.newest).label if document.newest else "keine"

    @admin.display(description="Abrufe, 30 Tage", ordering="month")
    def fetched(self, document):
        return document.month

    @admin.display(description="Sichtbar", ordering="published_at")
    def shown(self, document):
        if document.proposed_at and not document.answered_at:
            return f"Vorschlag von {document.proposed_by or NOBODY}"
        if document.published_at is None:
            return "Entwurf"
        if not document.has_rights:
            return mark_safe('<strong class="me-over">Rechte abgelaufen</strong>')
        return f"ab {short_date(document.published_at)}" if document.published_at > clock.now() else "ja"


def _newest(field: str) -> Subquery:
    return Subquery(DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number").values(field)[:1])

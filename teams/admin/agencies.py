"""Ministries and authorities: the lists, the form, and the way to the deeds."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from missione.shared.back_office import ForTheCampaignTeam
from missione.shared.errors import Refused
from missione.shared.validators import without_control_characters
from teams import actions
from teams.admin import exchange, merging
from teams.admin.filters import StandingFilter
from teams.admin.forms import AgencyForm
from teams.models import Agency, Ministry
from teams.spelling import words_of


@admin.register(Ministry)
class MinistryAdmin(ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["abbreviation", "name", "order"]
    search_fields = ["abbreviation", "name"]
    search_help_text = "Kürzel, Name"

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}


@admin.register(Agency)
class AgencyAdmin(ForTheCampaignTeam, admin.ModelAdmin):
    form = AgencyForm
    list_display = ["name", "city", "ministry", "standing", "people_there"]
    list_filter = [StandingFilter, "kind", "ministry"]
    list_select_related = ["ministry", "merged_into"]
    search_fields = ["search_text"]
    search_help_text = "Namen, frühere Namen, Kürzel, Ort"
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = ["confirm", "merge"]
    readonly_fields = ["standing"]
    fieldsets = [
        (None, {"fields": ["standing", "name", "kind", "ministry", "parent", "city", "headcount", "is_active"]}),
        ("Woran man sie erkennt", {"fields": ["mail_domains", "abbreviations", "former_names"]}),
    ]

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}

    # --- the list ---

    def get_queryset(self, request):
        return super().get_queryset(request).with_people_count()

    def get_search_results(self, request, queryset, search_term):
        """As people find them."""
        words = words_of(without_control_characters(search_term))
        if not words:
            return (queryset.none() if search_term.strip() else queryset), False
        found = queryset.about(words)
        if not found.exists():
            found = queryset.filter(pk__in=[agency.pk for agency in queryset.named_like(search_term)])
        return found, False

    @admin.display(description="Personen", ordering="people_count")
    def people_there(self, agency):
        people = f"{reverse('admin:teams_person_changelist')}?{urlencode({'dienststelle': agency.pk})}"
        return format_html('<a href="{}">{}</a>', people, agency.people_count) if agency.people_count else 0

    @admin.display(description="Stand")
    def standing(self, agency):
        if agency.merged_into_id:
            return f"aufgegangen in: {agency.merged_into}"
        return "inaktiv" if not agency.is_active else "aktiv" if agency.is_confirmed else "zu bestätigen"

    @admin.action(description="Freie Eingaben bestätigen")
    def confirm(self, request, queryset):
        done = [agency for agency in queryset if self.told(request, agency)]
        if done:
            messages.success(request, f"{len(done)} bestätigt.")

    def told(self, request, agency) -> bool:
        try:
            actions.confirm_agency(agency=agency)
        except Refused as refusal:
            messages.error(request, f"{agency}: {refusal}")
            return False
        self.log_change(request, agency, "Bestätigt.")
        return True

    @admin.action(description="Zwei Dienststellen zusammenführen")
    def merge(self, request, queryset):
        pair = list(queryset[:3])
        if len(pair) != 2:
            messages.error(request, "Wählen Sie genau zwei Dienststellen aus.")
            return None
        return redirect(merging.preview_address(*pair))

    # --- the form ---

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "is_active"] if obj and obj.merged_into_id else self.readonly_fields

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        actions.save_agency(agency=obj)

    def get_urls(self):
        deeds = [
            path("importieren/", exchange.import_page, name="teams_agency_import"),
            path("dienststellen.<str:kind>", exchange.export_view(self), name="teams_agency_export"),
            path("<int:pk>/bestaetigen/", merging.confirm, name="teams_agency_confirm"),
            path("<int:pk>/zusammenfuehren/", merging.merge, name="teams_agency_merge"),
        ]
        return [*deeds, *super().get_urls()]

"""What the lists of this back office share."""

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.moments import DayInput, WallDateTimeField, WallDateTimeWidget
from missione.shared.search import normalise


class MaterialsAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    formfield_overrides = {
        models.DateTimeField: {"form_class": WallDateTimeField, "widget": WallDateTimeWidget},
        models.DateField: {"widget": DayInput},
    }
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-materials.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # the pop-up windows beside a choice are four more ways to get lost
            for way in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{way}_related", False)
        if field and isinstance(field.widget, WallDateTimeWidget):
            for part, words in zip(field.widget.widgets, ("Datum", "Uhrzeit"), strict=True):
                part.attrs["aria-label"] = f"{field.label}: {words}"
        return field


class SearchesNormalised:
    """search_fields name normalised columns: "Waerme" finds "Wärme"."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, normalise(search_term))

"""The articles: what they are, their picture, and the way to their stock."""

from django.contrib import admin
from django.urls import path
from django.utils.html import format_html

from materials.actions.unit_change import units_added
from materials.admin import figures, shelf
from materials.admin.base import MaterialsAdmin, SearchesNormalised
from materials.admin.filters import LiveFilter, ReorderFilter
from materials.admin.forms import ArticleForm
from materials.models import Article, Part, Unit
from materials.standing import stock_of
from missione.shared import clock
from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.templatetags.portal import short_date


class Parts(TakesOnlyWords, ForTheCampaignTeam, admin.TabularInline):
    model = Part
    extra = 0
    fields = ["quantity", "name"]


class Units(TakesOnlyWords, ForTheCampaignTeam, admin.TabularInline):
    model = Unit
    extra = 0
    fields = ["number", "condition", "note"]
    readonly_fields = ["condition"]  # a protocol says how it is, and sees to those who were to have it

    def has_delete_permission(self, request, obj=None):
        """It was lent to somebody: it is retired."""
        return False


@admin.register(Article)
class ArticleAdmin(SearchesNormalised, MaterialsAdmin):
    form = ArticleForm
    list_display = ["title", "kind", "topic", "stock", "shelf", "visibility"]
    list_filter = [LiveFilter, ReorderFilter, "kind", "topic"]
    search_fields = ["search_text"]
    search_help_text = "Titel, Beschreibung, Thema"
    ordering = ["title", "pk"]
    actions = None
    change_form_template = "admin/materials/article/change_form.html"
    change_list_template = "admin/materials/article/change_list.html"
    fieldsets = [
        (None, {"fields": ["kind", "title", "slug", "topic", "summary", "description", "document"]}),
        ("Bild", {"fields": ["new_picture", "picture_alt", "picture_credit", "without_picture"]}),
        (
            "Zum Behalten",
            {"fields": ["pack_size", "rule_of_thumb", "per_employee", "limit_per_year", "lead_time_days", "restocked_on"]},
        ),
        ("Lager", {"fields": ["shelf", "reorder_threshold"]}),
        (
            "Zum Ausleihen",
            {"fields": ["size", "weight", "set_up", "transport", "min_days", "max_days", "days_before", "days_after"]},
        ),
        ("Veröffentlichen", {"fields": ["published_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_units()

    def get_inlines(self, request, obj):
        return [Parts, Units] if obj and obj.is_loan else []

    def has_delete_permission(self, request, obj=None):
        """What was ordered or counted once stays; it can be hidden."""
        used = obj is not None and (obj.entries.exists() or obj.order_lines.exists() or obj.units.exists())
        return super().has_delete_permission(request, obj) and not used

    def get_readonly_fields(self, request, obj=None):
        """Letters and saved pages lead to the address of what was shown once: it stays. So does what its stock counts."""
        fixed = ["slug"] if self._was_shown(obj) else []
        return [*fixed, "kind"] if obj and (obj.entries.exists() or obj.order_lines.exists() or obj.units.exists()) else fixed

    def _was_shown(self, obj) -> bool:
        """As it is stored: a form that is being checked has already written into obj."""
        return obj is not None and Article.objects.visible_to(None).filter(pk=obj.pk).exists()

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        form.see_to_the_picture(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.is_loan:
            units_added(form.instance)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_live else None

    def get_urls(self):
        return [
            path("zahlen/", figures.figures, name="materials_article_figures"),
            path("<int:pk>/lager/", shelf.ledger, name="materials_article_ledger"),
            path("<int:pk>/lager/zugang/", shelf.receive, name="materials_article_receive"),
            path("<int:pk>/lager/inventur/", shelf.count, name="materials_article_count"),
            *super().get_urls(),
        ]

    @admin.display(description="Bestand")
    def stock(self, article):
        if not article.is_give_away:
            return stock_of(article).words
        words = f"{article.in_stock} auf Lager, {article.reserved} reserviert"
        low = article.reorder_threshold and article.free <= article.reorder_threshold
        return format_html('{}<br><strong class="me-over">Nachbestellen</strong>', words) if low else words

    @admin.display(description="Sichtbar", ordering="published_at")
    def visibility(self, article):
        if article.published_at is None:
            return "Entwurf"
        return f"ab {short_date(article.published_at)}" if article.published_at > clock.now() else "ja"

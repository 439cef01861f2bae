"""Local actions and what a saved kilowatt hour is worth: looked at, filtered, exported; a public action can be hidden."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from missione.shared.fields import Number, Words
from teams.actions import local_actions as actions
from teams.actions.pictures import remove_picture
from teams.admin.base import note, work_view
from teams.admin.local_actions_export import export_view
from teams.admin.local_actions_filters import MinistryFilter, MonthFilter, ShownFilter
from teams.effects import effect_of
from teams.models import LocalAction, SavingsAssumption


@admin.register(LocalAction)
class LocalActionAdmin(ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["title", "days", "office", "kind", "shown"]
    list_filter = [ShownFilter, "kind", MinistryFilter, MonthFilter]
    list_select_related = ["team__agency__ministry"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["title", "team__name", "team__agency__search_text"]
    search_help_text = "Titel, Team, Dienststelle"
    view_on_site = False  # the way there stands among the deeds
    said = ["kind", "title", "days", "time_text", "site", "description", "reached", "report"]
    fieldsets = [
        (None, {"fields": ["team_there", "shown", "hidden_reason", "cancellation_reason"]}),
        ("Was das Team sagt", {"fields": said}),
        ("Was daraus folgt", {"fields": ["saving", "many_pictures"]}),
    ]

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}

    def has_add_permission(self, request):
        return False  # a team enters what it does

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    def get_readonly_fields(self, request, obj=None):
        return ["days", "team_there", "shown", "saving", "many_pictures"]

    @admin.display(description="Wann", ordering="starts_on")
    def days(self, action):
        return action.when

    @admin.display(description="Dienststelle", ordering="team__agency__name")
    def office(self, action):
        ministry = action.team.agency.ministry
        return f"{action.team.agency} ({ministry.abbreviation})" if ministry else str(action.team.agency)

    @admin.display(description="Team")
    def team_there(self, action):
        return format_html('<a href="{}">{}</a>', reverse("admin:teams_team_change", args=[action.team_id]), action.team)

    @admin.display(description="Sichtbarkeit")
    def shown(self, action):
        words = "ausgeblendet" if action.hidden_at else "öffentlich" if action.published_at else "nur im Team"
        return f"{words}, abgesagt" if action.is_cancelled else words

    @admin.display(description="Einsparung")
    def saving(self, action):
        effect = effect_of(action)
        if not effect.total:
            return " ".join(effect.missing) or "Keine Messwerte"
        return f"{effect.total.kwh:.1f} kWh".replace(".", ",")

    @admin.display(description="Bilder")
    def many_pictures(self, action):
        return action.pictures.count()

    def get_urls(self):
        deeds = [
            path("lokale-aktionen.<str:kind>", export_view(self), name="teams_localaction_export"),
            path("<int:pk>/ausblenden/", hide, name="teams_localaction_hide"),
            path("<int:pk>/zeigen/", show, name="teams_localaction_show"),
            path("<int:pk>/bilder/", pictures, name="teams_localaction_pictures"),
        ]
        return [*deeds, *super().get_urls()]


# --- Deeds -----------------------------------------------------------------------------------------------------


class HideForm(forms.Form):
    reason = Words(
        label="Der Grund, wie ihn die Teamleitung liest",
        what="den Grund",
        longest=400,
        error_messages={"required": "Schreiben Sie, warum die Aktion nicht öffentlich bleiben kann."},
    )


@work_view
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    action = _find(pk)
    if action.hidden_at:
        return _to_action(action)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.hide_action(action=action, reason=form.cleaned_data["reason"])
        note(request, action, "Ausgeblendet.")
        messages.success(request, "Die Aktion ist ausgeblendet. Die Teamleitung bekommt eine E-Mail mit dem Grund.")
        return _to_action(action)
    return _page(request, "hide", "Ausblenden", action, status=422 if form.errors else 200, form=form)


@work_view
@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    action = _find(pk)
    try:
        actions.show_action(action=action)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        note(request, action, "Wieder gezeigt.")
        messages.success(request, "Die Aktion ist wieder so öffentlich, wie ihr Team es möchte.")
    return _to_action(action)


@work_view
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is in a picture may ask the campaign team to take it away, also where the team is no more."""
    action = _find(pk)
    if request.method == "POST":
        wanted = {picture.key: picture for picture in action.pictures.all()}.get(request.POST.get("picture", ""))
        if wanted is None:
            raise Http404
        remove_picture(picture=wanted)
        note(request, action, "Ein Bild entfernt.")
        messages.success(request, "Das Bild ist entfernt.")
        return redirect("admin:teams_localaction_pictures", action.pk)
    return _page(request, "pictures", "Bilder", action, pictures=action.pictures.all())


def _page(request: HttpRequest, name: str, title: str, action: LocalAction, *, status: int = 200, **context) -> HttpResponse:
    frame = {**admin.site.each_context(request), "opts": LocalAction._meta, "title": title, "action": action}
    return TemplateResponse(request, f"admin/teams/localaction/{name}.html", {**frame, **context}, status=status)


def _find(pk: int) -> LocalAction:
    return get_object_or_404(LocalAction.objects.select_related("team__agency"), pk=pk)


def _to_action(action: LocalAction) -> HttpResponse:
    return redirect("admin:teams_localaction_change", action.pk)


# --- Assumptions -----------------------------------------------------------------------------------------------


class AssumptionForm(forms.ModelForm):
    value = Number(label="Wert", most=5000, places=2, error_messages={"required": "Geben Sie den Wert ein."})

    class Meta:
        model = SavingsAssumption
        fields = ["kind", "value", "source", "year", "valid_from"]


@admin.register(SavingsAssumption)
class SavingsAssumptionAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    form = AssumptionForm
    list_display = ["kind", "value", "source", "year", "valid_from"]
    list_filter = ["kind"]
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}

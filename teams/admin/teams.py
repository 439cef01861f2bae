"""Teams: what waits for a decision on top, and each on one page with all that staff want to know."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, F, OuterRef, Subquery, When
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from missione.shared.fields import OneLine
from teams import actions
from teams.admin import team_flags, teams_deeds, teams_moving
from teams.admin.filters import TeamStateFilter
from teams.admin.team_flags import TeamFlagFilter, flags
from teams.choices import UNDECIDED, TeamState
from teams.facts import check_domains
from teams.forms.registering import LONGEST_NAME
from teams.models import Team, TeamChange
from teams.models.teams import LONGEST_SITE

APPROVE = (
    '{}<br><button class="button" formaction="{}" name="seen" value="{}"'
    '>Freischalten<span class="visually-hidden">: {}</span></button>'
)


class TeamForm(forms.ModelForm):
    name = OneLine(label="Name des Teams", what="den Namen", longest=LONGEST_NAME, required=False)
    site = OneLine(label="Gebäude oder Standort", what="das Gebäude", longest=LONGEST_SITE, required=False)

    class Meta:
        model = Team
        fields = ["name", "site"]


class Checked(ChangeList):
    """Knows of every team of the page whether its address is plausible: asked for all at once."""

    def get_results(self, request):
        super().get_results(request)
        checks = check_domains(team for team in self.result_list if team.is_undecided)
        for team in self.result_list:
            team.check = checks.get(team.pk)


@admin.register(Team)
class TeamAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    form = TeamForm
    list_display = ["called", "stand", "verdict", "registered"]
    list_filter = [TeamStateFilter, TeamFlagFilter, "kind"]
    list_select_related = ["agency", "registered_by"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["name", "site", "agency__search_text", "registered_by__email", "registered_by__last_name"]
    search_help_text = "Name, Gebäude, Dienststelle, Person"
    actions = ["approve"]
    fieldsets = [("Angaben berichtigen", {"fields": ["name", "site"]})]
    view_on_site = False  # the way there stands among the deeds

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}

    def has_add_permission(self, request):
        return False  # a team is registered by its people

    def has_delete_permission(self, request, obj=None):
        return False

    # --- the list ---

    def get_changelist(self, request, **kwargs):
        return Checked

    def get_queryset(self, request):
        steps = TeamChange.objects.filter(team=OuterRef("pk")).exclude(from_state=F("to_state"))
        newest, came_from = (Subquery(steps.order_by("-pk").values(field)[:1]) for field in ("pk", "from_state"))
        teams = super().get_queryset(request).with_doubles().with_flags()
        return teams.annotate(newest_step=newest, came_from=came_from)

    def get_ordering(self, request):
        """What waits for staff on top, then what waits for an answer, the oldest first; then the rest, the latest first."""
        turn = Case(When(state=TeamState.ASKED, then=0), When(state=TeamState.QUESTION, then=1), default=2)
        waits = Case(When(state__in=UNDECIDED, then="asked_at"))
        return [turn, waits.asc(nulls_last=True), "-asked_at", "pk"]

    @admin.display(description="Team")
    def called(self, team):
        where = f"{team.agency}, {team.site}" if team.site else str(team.agency)
        return format_html("{}<br>{}", team.name, where) if team.name else where

    @admin.display(description="Stand", ordering="state")
    def stand(self, team):
        """With the button, sent by the form around the list to an address of its own."""
        if team.state != TeamState.ASKED:
            return team.get_state_display()
        words = "Rückfrage beantwortet" if team.came_from == TeamState.QUESTION else team.get_state_display()
        return format_html(APPROVE, words, reverse("admin:teams_team_approve", args=[team.pk]), team.newest_step or "", team)

    @admin.display(description="Prüfung")
    def verdict(self, team):
        """What to look at: before it is let in the address and likely doubles, afterwards what is flagged."""
        if not team.check:
            return flags(team)
        found = [] if team.check.is_plausible else [team.check.words]
        found += ["Vielleicht gibt es das Team schon."] if team.has_doubles else []
        return format_html("<strong>prüfen:</strong> {}", " ".join(found)) if found else "plausibel"

    @admin.display(description="angemeldet", ordering="asked_at")
    def registered(self, team):
        moment = date_format(localtime(team.asked_at), "d.m.Y, H:i")
        if not team.registered_by:
            return moment
        return format_html("{}<br>{}<br>{}", moment, team.registered_by, team.registered_by.email)

    @admin.action(description="Ausgewählte freischalten")
    def approve(self, request, queryset):
        done = [team for team in queryset if self.told(request, team)]
        if done:
            messages.success(request, f"{len(done)} {'Team' if len(done) == 1 else 'Teams'} freigeschaltet.")

    def told(self, request, team: Team) -> bool:
        """Each on its own: one that cannot be approved keeps no other waiting."""
        try:
            if team.state == TeamState.QUESTION:
                raise Refused("Die Rückfrage ist noch nicht beantwortet. Öffnen Sie das Team, um trotzdem zu entscheiden.")
            actions.approve_team(team=team, by=request.user)
        except Refused as refusal:
            messages.error(request, f"{team}: {refusal}")
            return False
        self.log_change(request, team, "Freigeschaltet.")
        return True

    # --- one team ---

    def change_view(self, request, object_id, form_url="", extra_context=None):
        team = self.get_object(request, object_id)
        page = {**teams_deeds.whole_picture(team), **team_flags.of_one(team)} if team else {}
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **page, "show_save_and_continue": False}
        )

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        actions.change_team(team=Team.objects.get(pk=obj.pk), **form.cleaned_data)

    def get_urls(self):
        deeds = [
            ("freischalten/", teams_deeds.approve, "approve"),
            ("rueckfrage/", teams_deeds.question, "question"),
            ("ablehnen/", teams_deeds.decline, "decline"),
            ("ruhen/", teams_deeds.rest, "rest"),
            ("aufwecken/", teams_deeds.wake, "wake"),
            ("beenden/", teams_deeds.end, "end"),
            ("leitung/", team_flags.appoint, "appoint"),
            ("dienststelle/", teams_moving.move, "move"),
        ]
        ours = [path(f"<int:pk>/{route}", view, name=f"teams_team_{name}") for route, view, name in deeds]
        return [*ours, *super().get_urls()]

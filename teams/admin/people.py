"""People in the Verwaltung. Passwords stay out of it: whoever needs one gets a link by e-mail."""

from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from teams import actions
from teams.admin import people_deeds
from teams.admin.filters import AgencyOfPersonFilter, UnusedFilter
from teams.admin.forms import PersonForm
from teams.models import Agency, Person

IN_WORDS = {True: "bestätigt", False: "noch nicht bestätigt"}
RIGHTS = ["is_staff", "is_superuser"]


@admin.register(Person)
class PersonAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["email", "called", "agency", "seen"]
    list_display_links = ["email"]
    list_filter = ["is_active", "is_staff", AgencyOfPersonFilter, UnusedFilter, "joined_at"]
    list_select_related = ["agency"]
    search_fields = ["email", "first_name", "last_name", "agency__name"]
    search_help_text = "Name, E-Mail-Adresse, Dienststelle"
    form = PersonForm
    ordering = ["last_name", "first_name"]
    readonly_fields = ["addresses", "teams", "second_factor", "joined_at", "last_login", "deletion_announced_at"]
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "email", "addresses", "agency", "teams", "is_active"]}),
        ("Rechte", {"fields": [*RIGHTS, "second_factor"]}),
        ("Verlauf", {"fields": ["joined_at", "last_login", "deletion_announced_at"]}),
    ]

    class Media:
        css = {"all": ["css/admin-work.css", "css/admin-teams.css"]}

    def get_readonly_fields(self, request, obj=None):
        """Only those who have all rights give rights."""
        return self.readonly_fields if request.user.is_superuser else [*self.readonly_fields, *RIGHTS]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)

    def get_queryset(self, request):
        """Deleted accounts have no name, and nobody has anything to do with them."""
        return super().get_queryset(request).filter(deleted_at=None)

    def get_actions(self, request):
        """One by one, and each is asked for."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def delete_view(self, request, object_id, extra_context=None):
        return people_deeds.delete(request, int(object_id) if object_id.isdecimal() else 0)

    @admin.display(description="Name", ordering="last_name")
    def called(self, person):
        return f"{person.last_name}, {person.first_name}".strip(", ")

    @admin.display(description="Letzte Anmeldung", ordering="last_login")
    def seen(self, person):
        """And what sets somebody apart from the many."""
        words = {
            "gesperrt": not person.is_active,
            "Kampagnenteam": person.is_active and person.is_staff,
            "Löschung angekündigt": person.deletion_announced_at,
        }
        apart = ", ".join(word for word, is_so in words.items() if is_so)
        day = date_format(localtime(person.last_login), "d.m.Y") if person.last_login else "noch nie"
        return f"{day}, {apart}" if apart else day

    @admin.display(description="Adressen zum Anmelden")
    def addresses(self, person):
        """One as a rule; two while a person changes it."""
        rows = person.emailaddress_set.order_by("-primary", "pk") if person.pk else []
        return format_html_join(mark_safe("<br>"), "{}: {}", ((row.email, IN_WORDS[row.verified]) for row in rows)) or "–"

    @admin.display(description="Teams")
    def teams(self, person):
        """The first that somebody on the telephone is asked."""
        rows = person.memberships.select_related("team__agency").order_by("pk") if person.pk else []
        links = ((reverse("admin:teams_team_change", args=[row.team_id]), row.team, row.get_role_display()) for row in rows)
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a> ({})', links) or "–"

    @admin.display(description="Anmeldung in zwei Schritten")
    def second_factor(self, person):
        return "eingerichtet" if person.pk and person.has_second_factor else "nicht eingerichtet"

    def get_urls(self):
        return [path("<int:pk>/zweiter-faktor/", people_deeds.take_factor_off, name="teams_person_factor"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may = bool(obj and request.user.is_superuser and obj.has_second_factor)
        return super().render_change_form(request, {**context, "may_take_factor_off": may}, *args, obj=obj, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        picked = obj.agency
        if "agency" in form.changed_data:
            obj.agency_id = form.initial.get("agency")
        super().save_model(request, obj, form, change)
        if "agency" in form.changed_data:
            _let_work_at(obj, picked)
        if "email" in form.changed_data:
            # The new address is confirmed like any other: by a link, at the next login or with a new password.
            EmailAddress.objects.filter(user=obj).delete()
            EmailAddress.objects.create(user=obj, email=obj.email.lower(), primary=True)


def _let_work_at(person: Person, agency: Agency | None) -> None:
    """By the action: it locks what a merge locks."""
    if agency:
        actions.choose_agency(person=person, agency=agency)
    else:
        actions.leave_agency(person=person)


def _may_touch(staff: Person, person: Person | None) -> bool:
    """Who could give themselves another's rights by way of the e-mail address must have those rights already."""
    return person is None or staff.is_superuser or not person.is_staff

"""People in the Verwaltung. Passwords stay out of it: whoever needs one gets a link by e-mail."""

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.db import models
from django.shortcuts import redirect

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from teams import actions
from teams.admin.filters import AgencyOfPersonFilter
from teams.admin.forms import PersonForm
from teams.models import Agency, Person

RIGHTS = ["is_staff", "is_superuser", "groups"]


@admin.register(Person)
class PersonAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["email", "last_name", "first_name", "agency", "is_active", "is_staff", "last_login"]
    list_display_links = ["email"]
    list_filter = ["is_active", "is_staff", AgencyOfPersonFilter, "joined_at"]
    list_select_related = ["agency"]
    search_fields = ["email", "first_name", "last_name", "agency__name"]
    search_help_text = "Name, E-Mail-Adresse, Dienststelle"
    form = PersonForm
    ordering = ["last_name", "first_name"]
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    readonly_fields = ["joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["first_name", "last_name", "email", "agency", "is_active"]}),
        ("Rechte", {"fields": RIGHTS}),
        ("Verlauf", {"fields": ["joined_at", "last_login"]}),
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

"""When it is taught: the list, the form, and the way to the deeds."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from missione.shared.back_office import ForTheCampaignTeam
from missione.shared.errors import Refused
from missione.shared.templatetags.portal import clock_time
from seminars import actions
from seminars.admin import entering, event_deeds, history, participants, series
from seminars.admin.base import CampaignTeamAdmin
from seminars.admin.days import LIMITS, StoredDayForm, StoredDays
from seminars.admin.filters import PeriodFilter, SituationFilter
from seminars.admin.forms import EventForm, NewEventForm
from seminars.admin.offers import visibility_in_words
from seminars.facts import in_words
from seminars.models import Event, EventDay

CONTENT = ["subtitle", "speakers"]
PLACE = ["mode", "venue", "address", "access_note", "join_link"]
BOOKING_WINDOW = ["opens_at", "closes_at"]


class DayInline(ForTheCampaignTeam, admin.StackedInline):
    model = EventDay
    form = StoredDayForm
    formset = StoredDays
    fields = [("day", "starts", "ends")]
    extra = 1
    min_num = 1

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_cancelled)

    has_add_permission = has_delete_permission = has_change_permission

    def get_formset(self, request, obj=None, **kwargs):
        limits = LIMITS if self.has_add_permission(request, obj) else {"max_num": 0}
        return super().get_formset(request, obj, **limits, **kwargs)

    def get_fields(self, request, obj=None):
        """What can only be read has no form, whose fields would have nothing to say."""
        return self.fields if self.has_change_permission(request, obj) else ["when"]

    def get_readonly_fields(self, request, obj=None):
        return ["when"]

    @admin.display(description="Wann")
    def when(self, day):
        return in_words(day)


@admin.register(Event)
class EventAdmin(CampaignTeamAdmin):
    list_display = ["date", "title", "situation", "occupied", "mode", "visibility"]
    list_display_links = ["date", "title"]
    list_select_related = ["offer"]
    list_filter = [PeriodFilter, SituationFilter, "offer__format", "mode"]
    date_hierarchy = "starts_at"
    search_fields = ["offer__search_text", "search_text"]
    search_help_text = "Angebot, Zusatz, Ort, Leitung"
    inlines = [DayInline]
    actions = ["publish"]
    new_fieldsets = [
        (None, {"fields": ["offer", *CONTENT]}),
        ("Ort und Zugang", {"fields": PLACE}),
        ("Plätze und Anmeldung", {"fields": ["seats", *BOOKING_WINDOW]}),
        ("Veröffentlichen", {"fields": ["published_at"]}),
    ]
    fieldsets = [
        (None, {"fields": ["offer", "address_of_page", *CONTENT, "seen_at"]}),
        ("Ort und Zugang", {"description": "Wer dabei ist oder wartet, erfährt von einem neuen Ort.", "fields": PLACE}),
        ("Plätze und Anmeldung", {"fields": ["occupancy", "seats", "over_limit_seen", *BOOKING_WINDOW]}),
        ("Veröffentlichen", {"fields": ["published_at"]}),
    ]
    readonly_fields = ["address_of_page", "occupancy"]

    # --- the list ---

    def get_queryset(self, request):
        return super().get_queryset(request).with_requests()

    def get_ordering(self, request):
        return ["-starts_at", "pk"] if request.GET.get(PeriodFilter.parameter_name) == "vergangen" else ["starts_at", "pk"]

    @admin.display(description="Datum", ordering="starts_at")
    def date(self, event):
        words = f"{date_format(localtime(event.starts_at), 'D, d.m.Y')}", clock_time(event.starts_at)
        return format_html('<span class="me-unbroken">{}<br>{}</span>', *words)

    @admin.display(description="Titel", ordering="offer__title")
    def title(self, event):
        return event.title

    @admin.display(description="Stand")
    def situation(self, event):
        return event.situation[1]

    @admin.display(description="Plätze", ordering="seats_taken")
    def occupied(self, event):
        over = format_html('<br><strong class="me-over">{} über dem Limit</strong>', event.over_limit) if event.over_limit else ""
        waiting = format_html("<br>{} warten", event.waiting_count) if event.waiting_count else ""
        asked = format_html("<br><strong>{} angefragt</strong>", event.requests) if event.requests else ""
        return format_html(
            '<span class="me-unbroken">{} von {}{}{}{}</span>', event.seats_taken, event.seats, over, waiting, asked
        )

    @admin.display(description="Sichtbar", ordering="published_at")
    def visibility(self, event):
        return "abgesagt" if event.is_cancelled else visibility_in_words(event)

    @admin.action(description="Ausgewählte Termine veröffentlichen")
    def publish(self, request, queryset):
        drafts = [event for event in queryset if event.published_at is None and not event.is_cancelled]
        number = sum(self._publish(request, event) for event in drafts)
        if number or not drafts:
            messages.success(request, f"{number} {'Termin' if number == 1 else 'Termine'} veröffentlicht.")

    def _publish(self, request, event) -> bool:
        try:
            actions.publish_event(event=event)
        except Refused as refusal:
            messages.error(request, f"{event}: {refusal}")
            return False
        self.log_change(request, event, "Veröffentlicht.")
        return True

    # --- the form ---

    def get_form(self, request, obj=None, change=False, **kwargs):
        base = EventForm if change else NewEventForm
        form = type(base.__name__, (base,), {"refusal": getattr(request, "refusal", "")})
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj and obj.is_cancelled:  # nothing is changed any more: what a change would do is left out
            return [(title, {"fields": shown["fields"]}) for title, shown in self.fieldsets]
        return self.fieldsets if obj else self.new_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ["offer", *self.readonly_fields] if obj else []

    @admin.display(description="Adresse der Seite")
    def address_of_page(self, event):
        return f"{event.get_absolute_url()} (folgt dem Datum; alte Adressen führen weiter hierher)"

    @admin.display(description="Belegung")
    def occupancy(self, event):
        return f"{seats_in_words(event)}; auf der Warteliste: {event.waiting_count}"

    def history_view(self, request, object_id, extra_context=None):
        """What was done with its bookings, too: staff do not look for that booking by booking."""
        event = self.get_object(request, object_id)
        shown = self._page_of_history(request, event) if event and self.has_view_permission(request) else {}
        return super().history_view(request, object_id, {**(extra_context or {}), **shown})

    def _page_of_history(self, request, event):
        paginator = self.get_paginator(request, history.history_of(event), 100)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        history.name_people(page.object_list, event)
        pages = paginator.get_elided_page_range(page.number)
        return {"action_list": page, "page_range": pages, "pagination_required": paginator.num_pages > 1}

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_live else reverse("seminars:preview", args=[obj.pk])

    def has_change_permission(self, request, obj=None):
        """What is called off stays as it was; it can be copied."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_cancelled)

    def has_delete_permission(self, request, obj=None):
        """Only a draft in which nobody ever was; everything else is called off."""
        never_used = obj is None or (obj.published_at is None and obj.last_number == 0)
        return super().has_delete_permission(request, obj) and never_used

    # --- saving: the actions do it, the form only says what ---

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What the action refuses comes back as the filled form: it is read once more, with the refusal above it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        """Nothing yet: the days are still to come."""

    def save_related(self, request, form, formsets, change):
        (days,) = (formset.spans for formset in formsets)
        for formset in formsets:
            formset.save()
        if change:
            saved = actions.change_event(event=form.instance, changes=form.changes(), days=days)
        else:
            saved = actions.create_event(days=days, **form.given())
        form.instance.pk = saved.pk
        form.instance.refresh_from_db()
        if "seats" in form.changed_data and saved.over_limit:
            messages.warning(request, over_limit_in_words(saved))

    # --- the pages and deeds beside the form ---

    def get_urls(self):
        deeds = [
            ("teilnehmende/", participants.participants, "participants"),
            ("teilnehmende.csv", participants.participant_list, "participant_list"),
            ("eintragen/", entering.enter, "enter"),
            ("alle-dabei/", participants.all_attended, "all_attended"),
            ("veroeffentlichen/", event_deeds.publish, "publish"),
            ("absagen/", event_deeds.cancel, "cancel"),
            ("kopieren/", event_deeds.copy, "copy"),
            ("serie/", series.series, "series"),
        ]
        ours = [path(f"<int:pk>/{route}", view, name=f"seminars_event_{name}") for route, view, name in deeds]
        return [*ours, *super().get_urls()]


def seats_in_words(event: Event) -> str:
    words = f"{event.seats_taken} von {event.seats}"
    return f"{words}, {event.over_limit} über dem Limit" if event.over_limit else words


def over_limit_in_words(event: Event) -> str:
    return f"{event.over_limit} über dem Limit: niemand verliert den Platz, niemand rückt nach."

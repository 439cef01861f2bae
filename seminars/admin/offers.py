"""What is taught."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from missione.shared import clock
from missione.shared.templatetags.portal import short_date
from seminars import actions
from seminars.admin.base import CampaignTeamAdmin, refusals_told
from seminars.admin.filters import AudienceFilter, LiveFilter
from seminars.admin.forms import OfferForm
from seminars.models import Event, Offer

WHO_ATTENDED = {
    True: "Das gilt auch für die Person, die schon teilgenommen hat.",
    False: "Das gilt auch für die {} Personen, die schon teilgenommen haben.",
}


@admin.register(Offer)
class OfferAdmin(CampaignTeamAdmin):
    form = OfferForm
    list_display = ["title", "format_and_topic", "audience", "next_date", "visibility"]
    actions = None
    list_filter = [LiveFilter, "format", "topic", ("audience", AudienceFilter), "mode"]
    search_fields = ["search_text"]
    search_help_text = "Titel, Beschreibung, Thema"
    fieldsets = [
        (None, {"fields": ["title", "slug", "format", "topic", "audience", "summary"]}),
        (
            "Texte der Seite",
            {
                "description": "Markdown: # Überschrift, - Liste, **fett**, [Text](https://…)",
                "fields": ["description", "takeaways", "requirements", "duration", "also_received"],
            },
        ),
        ("Unterlagen", {"fields": ["hand_outs"]}),
        (
            "Vorgaben für neue Termine",
            {
                "description": "Plätze und Teilnahme gelten für neue Termine; bestehende bleiben, wie sie sind.",
                "fields": ["seats", "mode"],
            },
        ),
        (
            "Regeln für alle Termine",
            {
                "description": "Diese Regeln gelten sofort, auch für Termine, die schon gebucht werden.",
                "fields": ["needs_approval", "cancellation_hours", "reminder_days", "reminder_time"],
            },
        ),
        ("Veröffentlichen", {"fields": ["published_at"]}),
    ]

    def get_queryset(self, request):
        upcoming = Event.objects.upcoming().filter(offer=OuterRef("pk"), cancelled_at=None)
        return super().get_queryset(request).annotate(next_starts_at=Subquery(upcoming.values("starts_at")[:1]))

    def has_delete_permission(self, request, obj=None):
        """An offer with events stays; it can be hidden."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.events.exists())

    def get_readonly_fields(self, request, obj=None):
        """Letters and saved pages lead to the address of what was shown once: it stays."""
        return ["slug"] if self._was_shown(obj) else []

    def _was_shown(self, obj) -> bool:
        """As it is stored: a form that is being checked has already written into obj."""
        return obj is not None and Offer.objects.visible_to(None).filter(pk=obj.pk).exists()

    def save_related(self, request, form, formsets, change):
        """Not behind the action's back: people get letters, and what is gone is taken back."""
        if "hand_outs" not in form.changed_data:
            return
        with refusals_told(request):
            number = actions.change_hand_outs(offer=form.instance, documents=form.cleaned_data["hand_outs"])
            if number:
                messages.success(request, WHO_ATTENDED[number == 1].format(number))

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_live else reverse("seminars:preview_offer", args=[obj.pk])

    @admin.display(description="Format, Thema", ordering="format")
    def format_and_topic(self, offer):
        return format_html("{}<br>{}", offer.get_format_display(), offer.get_topic_display())

    @admin.display(description="nächster Termin", ordering="next_starts_at")
    def next_date(self, offer):
        words = date_format(localtime(offer.next_starts_at), "d.m.Y") if offer.next_starts_at else "keiner"
        hidden = format_html('<span class="visually-hidden">, alle Termine zu {}</span>', offer.title)
        return format_html('<a href="{}">{}{}</a>', events_of(offer), words, hidden)

    @admin.display(description="Sichtbar", ordering="published_at")
    def visibility(self, offer):
        return visibility_in_words(offer)


def events_of(offer: Offer) -> str:
    return f"{reverse('admin:seminars_event_changelist')}?offer__id__exact={offer.pk}&zeit=alle"


def visibility_in_words(row: Offer | Event) -> str:
    if row.published_at is None:
        return "Entwurf"
    if row.published_at > clock.now():
        return f"ab {short_date(row.published_at)}"
    return "ja"

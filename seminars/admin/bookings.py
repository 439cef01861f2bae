"""All bookings: to look up, never to edit. What can be done with one is a deed."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime

from seminars.admin import booking_deeds
from seminars.admin.base import CampaignTeamAdmin, passed_over_to_staff
from seminars.admin.booking_deeds import deeds_for, stand_in_words, who
from seminars.admin.filters import EventOfBookingFilter, LateFilter, NamelessFilter
from seminars.models import Booking


@admin.register(Booking)
class BookingAdmin(CampaignTeamAdmin):
    list_display = ["reference", "name", "stand", "event_and_date", "made"]
    list_select_related = ["person", "team__agency", "event__offer"]
    list_filter = ["state", EventOfBookingFilter, NamelessFilter, LateFilter]
    search_fields = ["reference", "person__email", "person__first_name", "person__last_name"]
    search_help_text = "Buchungsnummer, Name oder E-Mail-Adresse"
    ordering = ["-created_at", "-pk"]
    actions = None
    fieldsets = [
        (None, {"fields": ["reference", "person_and_address", "team", "event_link", "stand", "number"]}),
        ("Angaben der Person", {"fields": ["taking_part", "needs_list", "message"]}),
        (
            "Verlauf",
            {
                "fields": [
                    "created_at",
                    "booked_by",
                    "seated_at",
                    "cancelled_at",
                    "late",
                    "cancellation_reason",
                    "stands_in",
                    "passed_over",
                    "forgotten_at",
                    "ministry",
                ]
            },
        ),
    ]

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_search_results(self, request, queryset, search_term):
        """Names and addresses as they are written, not normalised."""
        return admin.ModelAdmin.get_search_results(self, request, queryset, search_term)

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("person", "team__agency", "event__offer", "booked_by", "stands_in_for__person")
        )

    @admin.display(description="Person", ordering="person")
    def name(self, booking):
        return f"{who(booking)} ({booking.team})" if booking.is_unnamed else who(booking)

    @admin.display(description="Stand", ordering="state")
    def stand(self, booking):
        return stand_in_words(booking)

    @admin.display(description="Termin", ordering="event__starts_at")
    def event_and_date(self, booking):
        return str(booking.event)

    @admin.display(description="Eingegangen", ordering="created_at")
    def made(self, booking):
        return date_format(localtime(booking.created_at), "d.m.Y, H:i")

    @admin.display(description="Person")
    def person_and_address(self, booking):
        if not booking.person:
            return who(booking)
        return format_html('{}, <a href="mailto:{}">{}</a>', booking.person, booking.person.email, booking.person.email)

    @admin.display(description="Termin")
    def event_link(self, booking):
        address = reverse("admin:seminars_event_participants", args=[booking.event_id])
        return format_html('<a href="{}">{}</a>', address, booking.event)

    @admin.display(description="Bedarf")
    def needs_list(self, booking):
        return booking.needs_in_words or "–"

    @admin.display(description="Vertretung für")
    def stands_in(self, booking):
        return who(booking.stands_in_for) if booking.stands_in_for else "–"

    @admin.display(description="übergangen, weil")
    def passed_over(self, booking):
        return passed_over_to_staff(booking) or "–"

    @admin.display(description="Kurzfristig storniert")
    def late(self, booking):
        return "ja" if booking.cancelled_late else "nein"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        booking = self.get_object(request, object_id)
        deeds = deeds_for(booking) if booking else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "deeds": deeds})

    def get_urls(self):
        deeds = [
            ("zusagen/", booking_deeds.approve, "approve"),
            ("ablehnen/", booking_deeds.decline, "decline"),
            ("stornieren/", booking_deeds.cancel, "cancel"),
            ("umbuchen/", booking_deeds.move, "move"),
            ("benennen/", booking_deeds.name, "name"),
            ("freigeben/", booking_deeds.release, "release"),
            ("teilnahme/", booking_deeds.attendance, "attendance"),
        ]
        ours = [path(f"<int:pk>/{route}", view, name=f"seminars_booking_{name}") for route, view, name in deeds]
        return [*ours, *super().get_urls()]

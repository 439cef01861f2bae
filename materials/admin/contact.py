"""The inbox: what people have written, who cares for it, and whether it is answered."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from materials.actions.contact import answer_message, reopen_message
from materials.admin.base import MaterialsAdmin
from materials.admin.filters import AnsweredFilter
from materials.models import ContactMessage
from missione.shared.back_office import note, staff_only


@staff_only
@require_POST
def reopen(request, pk):
    message = reopen_message(message=get_object_or_404(ContactMessage.objects.confirmed(), pk=pk))
    note(request, message, "Wieder geöffnet.")
    return redirect("admin:materials_contactmessage_change", pk)


@admin.register(ContactMessage)
class ContactMessageAdmin(MaterialsAdmin):
    list_display = ["subject_and_name", "authority", "created_at", "owner", "state"]
    list_filter = [AnsweredFilter, "subject", ("owner", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agency", "owner"]
    search_fields = ["name", "email", "text", "agency__name", "agency_name"]
    search_help_text = "Name, E-Mail-Adresse, Text, Dienststelle"
    ordering = ["created_at", "pk"]
    actions = None
    fieldsets = [
        (None, {"fields": ["subject", "text", "name", "email", "authority", "created_at"]}),
        ("Kampagnenteam", {"fields": ["owner", "note", "state", "answered_at"]}),
    ]
    readonly_fields = ["subject", "text", "name", "email", "authority", "created_at", "state", "answered_at"]
    change_form_template = "admin/materials/contactmessage/change_form.html"

    def get_queryset(self, request):
        """What nobody has confirmed is nobody's to read."""
        return super().get_queryset(request).confirmed()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.answered_at is not None)

    def response_change(self, request, obj):
        """Answered by a button of the form itself: what was typed beside it is saved by now."""
        if "_answered" not in request.POST:
            return super().response_change(request, obj)
        message = answer_message(message=obj, by=request.user)
        note(request, message, "Beantwortet.")
        messages.success(request, "Die Nachricht ist beantwortet.")
        return redirect("admin:materials_contactmessage_changelist")

    def get_urls(self):
        return [
            path("<int:pk>/oeffnen/", reopen, name="materials_contactmessage_reopen"),
            *super().get_urls(),
        ]

    @admin.display(description="Nachricht", ordering="subject")
    def subject_and_name(self, message):
        return str(message)

    @admin.display(description="Dienststelle")
    def authority(self, message):
        return message.agency or message.agency_name or "–"

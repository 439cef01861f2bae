"""The back office of the outbox ("Post") and of the texts that the campaign team edits."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from missione.shared import actions
from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from missione.shared.letters import KINDS
from missione.shared.models import Letter, TextPage

# A letter is full of inline styles, which the portal's own policy forbids. On a page that can do nothing they may stand.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'; sandbox"
)
KEEPS_A_SECRET = "account"


class KindFilter(admin.SimpleListFilter):
    """By what staff call the letters; the table is not asked which there are."""

    title = "Art"
    parameter_name = "kind"
    template = "admin/shared/closed_filter.html"  # there are many

    def lookups(self, request, model_admin):
        return sorted(KINDS.items(), key=lambda named: named[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


def can_read(person, letter: Letter) -> bool:
    """The letters of an account carry its keys. Whoever runs the portal could take any account anyway; others must not.
    With the embedded start (DEBUG) nobody's account is real, and somebody must find the link to confirm an address."""
    return person.is_superuser or settings.DEBUG or not letter.kind.startswith(KEEPS_A_SECRET)


@admin.register(Letter)
class LetterAdmin(ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["subject", "state", "recipient", "written", "remark"]
    list_filter = ["state", "is_bulk", "created_at", KindFilter]
    search_fields = ["recipient", "subject", "key"]
    search_help_text = "Empfänger:in, Betreff, Schlüssel"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ["release", "retry", "cancel"]
    said = [
        (None, {"fields": ["recipient", "subject", "text", "as_html"]}),
        ("Kalendereintrag", {"fields": ["calendar"], "classes": ["collapse"]}),
    ]
    secret = [(None, {"fields": ["recipient", "subject", "why_hidden"]})]
    way = [
        ("Herkunft", {"fields": ["what", "is_bulk", "created_at"]}),
        ("Technik", {"fields": ["key", "message_id", "header_lines"], "classes": ["collapse"]}),
    ]

    class Media:
        css = {"all": ["css/admin-work.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    # --- one letter ---

    def get_fieldsets(self, request, obj=None):
        return [*(self.said if can_read(request.user, obj) else self.secret), self.how_it_left(obj), *self.way]

    def how_it_left(self, letter):
        """Of doubts it speaks only where there are any: the sentence beside them would be read as true of this letter."""
        doubts = ["doubts"] if letter.doubts else []
        fields = ["state", "sent_at", "attempts", *doubts, "next", "not_after", "last_error"]
        return ("Versand", {"fields": fields})

    def get_readonly_fields(self, request, obj=None):
        return ["what", "as_html", "calendar", "next", "header_lines", "why_hidden"]

    @admin.display(description="Art", ordering="kind")
    def what(self, letter):
        return KINDS.get(letter.kind, letter.kind)

    @admin.display(description="geschrieben am", ordering="created_at")
    def written(self, letter):
        return date_format(localtime(letter.created_at), "SHORT_DATETIME_FORMAT")

    @admin.display(description="Bemerkung")
    def remark(self, letter):
        """What keeps it from leaving."""
        again = f"Nächster Versuch: {self.next(letter)}. " if letter.attempts and letter.state == Letter.State.WAITING else ""
        return Truncator(again + letter.last_error).chars(90)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        letter = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "deeds": letter and deeds_for(letter)})

    @admin.display(description="nächster Versuch")
    def next(self, letter):
        waits = letter.state == Letter.State.WAITING
        return date_format(localtime(letter.next_attempt_at), "SHORT_DATETIME_FORMAT") if waits else "–"

    @admin.display(description="wie gestaltet")
    def as_html(self, letter):
        return format_html('<a href="{}">Brief ansehen</a>', "ansicht/") if letter.html else "–"

    @admin.display(description="Daten")
    def calendar(self, letter):
        return format_html("<pre>{}</pre>", letter.calendar_content) if letter.calendar_content else "–"

    @admin.display(description="Kopfzeilen")
    def header_lines(self, letter):
        return "\n".join(f"{name}: {value}" for name, value in letter.headers.items()) or "–"

    @admin.display(description="Text")
    def why_hidden(self, letter):
        return "Dieser Brief enthält einen Schlüssel zu einem Konto. Zu sehen ist nur, dass er versandt wurde."

    # --- deeds on many ---

    @admin.action(description="Angehaltene freigeben")
    def release(self, request, queryset):
        self.do(request, queryset, actions.release_letter, "Freigegeben.")

    @admin.action(description="Gescheiterte noch einmal versuchen")
    def retry(self, request, queryset):
        self.do(request, queryset, actions.retry_letter, "Noch einmal auf den Weg gebracht.")

    @admin.action(description="Zurückziehen")
    def cancel(self, request, queryset):
        self.do(request, queryset, actions.cancel_letter, "Zurückgezogen.")

    def do(self, request, letters, deed: Callable, sentence: str) -> None:
        done = [letter for letter in letters if self.told(request, letter, deed, sentence)]
        if done:
            messages.success(request, f"{len(done)} {'Brief' if len(done) == 1 else 'Briefe'}: {sentence}")

    def told(self, request, letter: Letter, deed: Callable, sentence: str, **how) -> bool:
        """Do it, note it in the letter's history; a no is told."""
        try:
            deed(letter=letter, **how)
        except Refused as refusal:
            messages.error(request, f"{letter}: {refusal}")
            return False
        self.log_change(request, letter, sentence)
        return True

    # --- deeds on one ---

    def get_urls(self):
        door = self.admin_site.admin_view
        deeds = [
            path("<int:pk>/change/ansicht/", door(self.show_html), name="shared_letter_html"),
            path("<int:pk>/erneut-senden/", door(require_POST(self.resend_one)), name="shared_letter_resend"),
            path("<int:pk>/freigeben/", door(require_POST(self.release_one)), name="shared_letter_release"),
            path("<int:pk>/zurueckziehen/", door(require_POST(self.cancel_one)), name="shared_letter_cancel"),
        ]
        return deeds + super().get_urls()

    def show_html(self, request, pk: int) -> HttpResponse:
        letter = self.find(request, pk)
        if not letter.html or not can_read(request.user, letter):
            raise Http404
        return HttpResponse(letter.html, headers={"Content-Security-Policy": LETTER_POLICY})

    def resend_one(self, request, pk: int) -> HttpResponse:
        return self.do_one(
            request, pk, actions.resend_letter, "Erneut auf den Weg gebracht.", request_key=request.POST.get("request_key", "")
        )

    def release_one(self, request, pk: int) -> HttpResponse:
        return self.do_one(request, pk, actions.release_letter, "Freigegeben.")

    def cancel_one(self, request, pk: int) -> HttpResponse:
        return self.do_one(request, pk, actions.cancel_letter, "Zurückgezogen.")

    def do_one(self, request, pk: int, deed: Callable, sentence: str, **how) -> HttpResponse:
        letter = self.find(request, pk)
        if self.told(request, letter, deed, sentence, **how):
            messages.success(request, sentence)
        return redirect("admin:shared_letter_change", pk)

    def find(self, request: HttpRequest, pk: int) -> Letter:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Letter, pk=pk)


def deeds_for(letter: Letter) -> list[dict]:
    """The buttons above a letter; the key of "resend" makes a double click one letter."""
    deeds = []
    if letter.state == Letter.State.HELD:
        deeds.append({"name": "admin:shared_letter_release", "label": "Freigeben"})
    elif actions.can_be_resent(letter):
        deeds.append({"name": "admin:shared_letter_resend", "label": "Erneut senden", "key": uuid4()})
    if actions.can_be_cancelled(letter):
        deeds.append({"name": "admin:shared_letter_cancel", "label": "Zurückziehen"})
    return deeds


@admin.register(TextPage)
class TextPageAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    list_display = ["title", "slug", "changed_at"]
    fields = ["title", "body"]

    def has_add_permission(self, request):
        return False  # a page has an address in the portal, or it is found by nobody

    def has_delete_permission(self, request, obj=None):
        return False

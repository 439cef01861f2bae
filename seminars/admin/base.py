"""What the pages of the back office share: who may, how a no is told, how a page is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from missione.shared.back_office import ForTheCampaignTeam, TakesOnlyWords
from missione.shared.errors import Refused
from missione.shared.moments import ClockInput, WallDateTimeField, WallDateTimeWidget
from missione.shared.search import normalise
from seminars.errors import AlreadyBooked, EventFull
from seminars.models import Booking
from seminars.permissions import can_run_events


class CampaignTeamAdmin(TakesOnlyWords, ForTheCampaignTeam, admin.ModelAdmin):
    formfield_overrides = {
        models.DateTimeField: {"form_class": WallDateTimeField, "widget": WallDateTimeWidget},
        models.TimeField: {"widget": ClockInput},
        models.URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["css/admin-work.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # the pop-up windows beside a choice are four more ways to get lost
            for way in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{way}_related", False)
        return field

    def get_search_results(self, request, queryset, search_term):
        """search_fields name normalised columns: "Waerme" finds "Wärme"."""
        return super().get_search_results(request, queryset, normalise(search_term))


def work_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or deed beside Django's own: behind the admin's door, for who runs events."""

    def asked(request, *args, **kwargs):
        if not can_run_events(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    @wraps(view)
    def behind_the_door(request, *args, **kwargs):
        return admin.site.admin_view(asked)(request, *args, **kwargs)

    return behind_the_door


# Sentences that speak to the person who books, said to staff instead.
SAID_TO_STAFF = {
    AlreadyBooked: "Die Person ist bei diesem Termin schon dabei: gebucht, angefragt oder auf der Warteliste.",
    EventFull: "Dort ist kein Platz frei, oder andere warten schon. Mit dem Haken kommt die Person auf die Warteliste.",
}
# The same for why somebody was passed over (seats.py), which the row keeps as the person reads it.
PASSED_OVER_TO_STAFF = {"Sie hatten ": "Die Person hatte ", "Ihr Konto ": "Das Konto der Person "}


def passed_over_to_staff(booking: Booking) -> str:
    words = booking.passed_over_because
    start = next((start for start in PASSED_OVER_TO_STAFF if words.startswith(start)), "")
    return PASSED_OVER_TO_STAFF.get(start, "") + words.removeprefix(start)


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """A no of the action becomes a message; what stands behind it in the block is not reached."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, SAID_TO_STAFF.get(type(refusal), str(refusal)))


def work_page(request: HttpRequest, template: str, *, model: type[models.Model], title: str, **context) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "opts": model._meta, "title": title}
    return TemplateResponse(request, template, {**frame, **context})

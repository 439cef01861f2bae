"""What the pages of this back office share."""

from collections.abc import Callable
from functools import wraps

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from teams.models import Agency, Person
from teams.permissions import can_keep_authorities


def work_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or deed beside Django's own: behind the admin's door, for the campaign team."""

    def asked(request, *args, **kwargs):
        if not can_keep_authorities(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    @wraps(view)
    def behind_the_door(request, *args, **kwargs):
        return admin.site.admin_view(asked)(request, *args, **kwargs)

    return behind_the_door


def work_page(request: HttpRequest, name: str, title: str, *, status: int = 200, **context) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "opts": Agency._meta, "title": title}
    return TemplateResponse(request, f"admin/teams/agency/{name}.html", {**frame, **context}, status=status)


def note(request: HttpRequest, row: Agency | Person, sentence: str) -> None:
    """Into the row's history, where staff see who did what."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk, queryset=[row], action_flag=CHANGE, change_message=sentence, single_object=True
    )

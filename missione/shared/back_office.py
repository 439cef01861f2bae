"""What all pages of the back office share: who may, and what no field takes in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from missione.shared.errors import Refused
from missione.shared.validators import no_control_characters


class ForTheCampaignTeam:
    """Staff may, nobody else: the portal has no permissions per model."""

    def has_module_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)


class TakesOnlyWords:
    """No control characters in any text that is typed."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(db_field, (models.CharField, models.TextField)):
            field.validators.append(no_control_characters)
        return field


def staff_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or deed beside Django's own: behind the admin's door, for the campaign team."""

    def asked(request, *args, **kwargs):
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    @wraps(view)
    def behind_the_door(request, *args, **kwargs):
        return admin.site.admin_view(asked)(request, *args, **kwargs)

    return behind_the_door


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """A no of the action becomes a message; what stands behind it in the block is not reached."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))


def note(request: HttpRequest, row: models.Model, sentence: str) -> None:
    """Into the row's history, where staff see who did what."""
    LogEntry.objects.log_actions(
        user_id=request.user.pk, queryset=[row], action_flag=CHANGE, change_message=sentence, single_object=True
    )


def work_page(request: HttpRequest, template: str, *, model: type[models.Model], title: str, **context) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "opts": model._meta, "title": title}
    return TemplateResponse(request, template, {**frame, **context})

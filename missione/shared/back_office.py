"""What all pages of the back office share: who may, and what no field takes in."""

from django.db import models

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

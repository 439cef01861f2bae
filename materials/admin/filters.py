"""The filters beside the lists."""

from django.contrib import admin
from django.db.models import Q

from materials.choices import MessageState
from missione.shared import clock


class LiveFilter(admin.SimpleListFilter):
    title = "Sichtbarkeit"
    parameter_name = "sichtbar"

    def lookups(self, request, model_admin):
        return [("ja", "sichtbar"), ("geplant", "später sichtbar"), ("entwurf", "Entwurf")]

    def queryset(self, request, queryset):
        shown = {
            "ja": Q(published_at__lte=clock.now()),
            "geplant": Q(published_at__gt=clock.now()),
            "entwurf": Q(published_at=None),
        }
        return queryset.filter(shown[self.value()]) if self.value() in shown else queryset


class ReorderFilter(admin.SimpleListFilter):
    title = "Nachbestellen"
    parameter_name = "nachbestellen"

    def lookups(self, request, model_admin):
        return [("ja", "nachbestellen")]

    def queryset(self, request, queryset):
        return queryset.to_be_reordered() if self.value() == "ja" else queryset


class AnsweredFilter(admin.SimpleListFilter):
    """What is open is what staff look for; it needs no click."""

    title = "Stand"
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return [("beantwortet", "beantwortet"), ("alle", "alle")]

    def choices(self, changelist):
        _, *others = super().choices(changelist)
        still_open = {
            "selected": self.value() not in ("beantwortet", "alle"),
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "offen",
        }
        return [still_open, *others]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        return queryset.filter(state=MessageState.ANSWERED if self.value() == "beantwortet" else MessageState.OPEN)

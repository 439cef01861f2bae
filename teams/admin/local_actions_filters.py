"""The filters beside the list of local actions."""

from datetime import date

from django.contrib import admin
from django.db.models import Q
from django.utils.formats import date_format

from teams.models import LocalAction, Ministry

MOST_MONTHS = 24


class ShownFilter(admin.SimpleListFilter):
    title = "Sichtbarkeit"
    parameter_name = "sichtbar"
    ways = {
        "oeffentlich": ("öffentlich", Q(published_at__isnull=False, hidden_at=None)),
        "team": ("nur im Team", Q(published_at=None, hidden_at=None)),
        "ausgeblendet": ("ausgeblendet", Q(hidden_at__isnull=False)),
        "abgesagt": ("abgesagt", Q(cancelled_at__isnull=False)),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.ways.items()]

    def queryset(self, request, queryset):
        return queryset.filter(self.ways[self.value()][1]) if self.value() in self.ways else queryset


class MinistryFilter(admin.SimpleListFilter):
    title = "Ressort"
    parameter_name = "ressort"

    def lookups(self, request, model_admin):
        return Ministry.objects.values_list("abbreviation", "abbreviation")

    def queryset(self, request, queryset):
        return queryset.filter(team__agency__ministry__abbreviation=self.value()) if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """In which something takes place, the latest first."""

    title = "Monat"
    parameter_name = "monat"

    def lookups(self, request, model_admin):
        months = LocalAction.objects.dates("starts_on", "month", order="DESC")[:MOST_MONTHS]
        return [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in months]

    def queryset(self, request, queryset):
        try:
            first = date.fromisoformat(f"{self.value()}-01")
        except ValueError:
            return queryset
        return queryset.filter(starts_on__year=first.year, starts_on__month=first.month)

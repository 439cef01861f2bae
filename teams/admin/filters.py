"""The filters beside the lists."""

from django.contrib import admin
from django.db.models import Count, Q

from teams.models import Agency

MOST_SHOWN = 20


class StandingFilter(admin.SimpleListFilter):
    title = "Stand"
    parameter_name = "stand"
    stands = {
        "aktiv": ("aktiv", Q(is_active=True, is_confirmed=True)),
        "offen": ("zu bestätigen", Q(is_active=True, is_confirmed=False)),
        "inaktiv": ("inaktiv", Q(is_active=False, merged_into=None)),
        "aufgegangen": ("zusammengeführt", ~Q(merged_into=None)),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.stands.items()]

    def queryset(self, request, queryset):
        return queryset.filter(self.stands[self.value()][1]) if self.value() in self.stands else queryset


class AgencyOfPersonFilter(admin.SimpleListFilter):
    """The authorities with most people; every other one is reached from the list of authorities."""

    title = "Dienststelle"
    parameter_name = "dienststelle"

    def lookups(self, request, model_admin):
        wanted = request.GET.get(self.parameter_name, "")
        chosen = Q(pk=int(wanted)) if _is_number(wanted) else Q(pk=None)
        there = Agency.objects.annotate(many=Count("people")).filter(Q(many__gt=0) | chosen).only("name", "city")
        there = there.alias(is_chosen=Count("pk", filter=chosen)).order_by("-is_chosen", "-many", "name")[:MOST_SHOWN]
        return [
            ("ohne", "ohne Dienststelle"),
            ("offen", "mit freier Eingabe"),
            *((str(agency.pk), f"{agency} ({agency.many})") for agency in there),
        ]

    def queryset(self, request, queryset):
        if self.value() == "ohne":
            return queryset.filter(agency=None)
        if self.value() == "offen":
            return queryset.filter(agency__is_confirmed=False)
        return queryset.filter(agency=int(self.value())) if _is_number(self.value()) else queryset


def _is_number(value: str | None) -> bool:
    return bool(value) and value.isascii() and value.isdecimal() and len(value) < 10

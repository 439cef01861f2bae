"""The filters beside the list of orders."""

from django.contrib import admin
from django.db.models import Count, Q

from materials.choices import OVER, TO_BE_DECIDED, TO_BE_PACKED, TO_BE_SHIPPED, OrderState
from teams.models import Agency

MOST_SHOWN = 20


class OrderStateFilter(admin.SimpleListFilter):
    title = "Stand"
    parameter_name = "stand"
    states = {
        "entscheiden": ("zu entscheiden", TO_BE_DECIDED),
        "packen": ("zu packen", TO_BE_PACKED),
        "versenden": ("zu versenden", TO_BE_SHIPPED),
        "versandt": ("versandt", (OrderState.SHIPPED,)),
        "vorbei": ("abgeschlossen, abgelehnt, storniert, verfallen", OVER),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.states.items()]

    def queryset(self, request, queryset):
        return queryset.filter(state__in=self.states[self.value()][1]) if self.value() in self.states else queryset


class OverdueFilter(admin.SimpleListFilter):
    title = "Lieferzeit"
    parameter_name = "lieferzeit"

    def lookups(self, request, model_admin):
        return [("ueberfaellig", "überfällig")]

    def queryset(self, request, queryset):
        return queryset.overdue() if self.value() == "ueberfaellig" else queryset


class AgencyOfOrderFilter(admin.SimpleListFilter):
    """The authorities with most orders; every other one is found by the search."""

    title = "Dienststelle"
    parameter_name = "dienststelle"

    def lookups(self, request, model_admin):
        many = Count("orders", filter=~Q(orders__state=OrderState.UNCONFIRMED))
        there = Agency.objects.annotate(many=many).filter(many__gt=0).only("name", "city").order_by("-many", "name")[:MOST_SHOWN]
        return [("ohne", "Gäste"), *((str(agency.pk), f"{agency} ({agency.many})") for agency in there)]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if chosen == "ohne":
            return queryset.filter(agency=None)
        return queryset.filter(agency=int(chosen)) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else queryset

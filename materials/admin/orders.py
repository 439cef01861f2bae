"""Orders: what waits for staff on top, and each on one page. Beside them the addresses that parcels may go to."""

from django.contrib import admin
from django.db.models import Case, Value, When
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from materials.admin import orders_deeds, orders_papers
from materials.admin.base import MaterialsAdmin
from materials.admin.orders_filters import AgencyOfOrderFilter, OrderStateFilter, OverdueFilter
from materials.choices import TO_BE_DECIDED, TO_BE_PACKED, TO_BE_SHIPPED, OrderState
from materials.facts import in_thousands
from materials.models import DeliveryAddress, Order

# What waits for staff, in the order in which it waits; then what has left, then what is over.
TURNS = {
    **dict.fromkeys(TO_BE_DECIDED, 1),
    **dict.fromkeys(TO_BE_PACKED, 2),
    OrderState.PACKED: 3,
    OrderState.PARTLY_SHIPPED: 4,
    OrderState.SHIPPED: 5,
}
WAITS = (*TO_BE_DECIDED, *TO_BE_PACKED, *TO_BE_SHIPPED)


@admin.register(Order)
class OrderAdmin(MaterialsAdmin):
    list_display = ["number", "stand", "authority", "what", "needed", "came"]
    list_filter = [OrderStateFilter, OverdueFilter, "is_request", AgencyOfOrderFilter]
    search_fields = ["reference", "agency__name", "guest_agency", "person__last_name", "person__email", "guest_name"]
    search_help_text = "Nummer, Dienststelle, Name, E-Mail-Adresse"
    show_full_result_count = False
    actions = None

    def get_queryset(self, request):
        """What nobody has confirmed is nobody's to read."""
        return Order.objects.visible_to(request.user).for_lists().with_overdue()

    def get_ordering(self, request):
        """What waits on top, the oldest first; then the rest, the latest first."""
        turn = Case(*(When(state=state, then=Value(place)) for state, place in TURNS.items()), default=Value(9))
        return [turn, Case(When(state__in=WAITS, then="created_at")).asc(nulls_last=True), "-created_at", "pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="Nummer", ordering="reference")
    def number(self, order):
        return format_html('<span class="me-unbroken">{}</span>', order)

    @admin.display(description="Stand", ordering="state")
    def stand(self, order):
        late = mark_safe("<br><strong>überfällig</strong>") if order.is_overdue else ""
        address = mark_safe("<br>Adresse prüfen") if order.has_unconfirmed_address and not order.is_over else ""
        asked = "Anfrage: " if order.is_request and order.state in TO_BE_DECIDED else ""
        return format_html("{}{}{}{}", asked, order.get_state_display(), late, address)

    @admin.display(description="Dienststelle")
    def authority(self, order):
        return order.authority_in_words

    @admin.display(description="Artikel")
    def what(self, order):
        return ", ".join(f"{in_thousands(line.promised)} × {line.article.title}" for line in order.lines.all())

    @admin.display(description="gebraucht am", ordering="wished_for")
    def needed(self, order):
        return date_format(order.wished_for, "d.m.Y") if order.wished_for else None

    @admin.display(description="bestellt am", ordering="created_at")
    def came(self, order):
        return date_format(localtime(order.confirmed_at or order.created_at), "d.m.Y")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Its own page instead of a form with all fields."""
        order = self.get_object(request, object_id)
        if order is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return orders_deeds.order_page(request, order)

    def get_urls(self):
        deeds = [
            path(f"<int:pk>/{name}/", orders_deeds.do, {"name": name}, name=f"materials_order_{name}")
            for name in orders_deeds.DEEDS
        ]
        addresses = [
            path("<int:pk>/adresse-bestaetigen/", orders_deeds.confirm, name="materials_order_confirm_address"),
            path("<int:pk>/adresse-uebernehmen/", orders_deeds.accept, name="materials_order_accept_address"),
        ]
        papers = [
            path(f"<int:pk>/{name}.pdf", orders_papers.paper, {"name": name}, name=f"materials_order_{name}")
            for name in orders_papers.PAPERS
        ]
        lists = [
            path("packliste.pdf", orders_papers.pick_list, name="materials_order_pick_list"),
            path("<int:pk>/packliste.pdf", orders_papers.pick_list_of, name="materials_order_pick_list_of"),
        ]
        return [*deeds, *addresses, *papers, *lists, *super().get_urls()]


@admin.register(DeliveryAddress)
class DeliveryAddressAdmin(MaterialsAdmin):
    list_display = ["agency", "recipient", "street", "postal_code", "city"]
    list_select_related = ["agency"]
    search_fields = ["agency__search_text", "recipient", "street", "city"]
    search_help_text = "Dienststelle, Stelle, Straße, Ort"
    autocomplete_fields = ["agency"]
    fields = ["agency", "recipient", "extra", "street", "postal_code", "city"]

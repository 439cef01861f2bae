"""What is lent: what leaves next, what is out, what is late, what has no unit; each loan on one page."""

from django.contrib import admin
from django.db.models import Case, F, Value, When
from django.urls import path, reverse
from django.utils.html import format_html

from materials.admin import loans_deeds
from materials.admin.base import MaterialsAdmin
from materials.admin.loans_filters import LentArticleFilter, WhatIsDueFilter
from materials.choices import Condition, LoanState
from materials.models import Loan
from missione.shared import clock


@admin.register(Loan)
class LoanAdmin(MaterialsAdmin):
    list_display = ["unit_number", "stand", "days", "authority", "of_order"]
    list_filter = [WhatIsDueFilter, LentArticleFilter]
    search_fields = ["unit__number", "line__order__reference", "line__order__agency__search_text"]
    search_help_text = "Gerät, Bestellung, Dienststelle"
    show_full_result_count = False
    actions = None
    change_list_template = "admin/materials/loan/change_list.html"

    def get_queryset(self, request):
        return Loan.objects.visible_to(request.user).for_pages()

    def get_ordering(self, request):
        """Late ones first, then what has no unit; what leaves next, what comes back next; then what is over."""
        turn = Case(
            When(state=LoanState.OUT, to_day__lt=clock.today(), then=Value(1)),
            When(state=LoanState.RESERVED, unit__condition__in=set(Condition) - {Condition.USABLE}, then=Value(2)),
            When(state=LoanState.RESERVED, then=Value(3)),
            When(state=LoanState.OUT, then=Value(4)),
            default=Value(5),
        )
        leaves = Case(When(state=LoanState.RESERVED, then=F("period__startswith")), default=None)
        back = Case(When(state=LoanState.OUT, then=F("to_day")), default=None)
        return [turn, leaves.asc(nulls_last=True), back.asc(nulls_last=True), "-ended_at", "pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="Gerät")
    def unit_number(self, loan):
        return format_html("{}, {}", loan.unit.number, loan.unit.article.title)

    @admin.display(description="Stand")
    def stand(self, loan):
        if loan.is_overdue:
            return format_html('<strong class="me-over">überfällig seit {} Tagen</strong>', (clock.today() - loan.to_day).days)
        if loan.lacks_unit:
            return format_html('<strong class="me-over">ohne Gerät</strong><br>{}', loan.unit.get_condition_display())
        return loan.get_state_display()

    @admin.display(description="Bei der Dienststelle")
    def days(self, loan):
        days = f"{loan.from_day:%d.%m.%Y} bis {loan.to_day:%d.%m.%Y}"
        if loan.state != LoanState.RESERVED:
            return days
        return format_html("{}<br>geht raus am {}", days, f"{loan.period.lower:%d.%m.%Y}")

    @admin.display(description="Dienststelle")
    def authority(self, loan):
        return loan.line.order.authority_in_words

    @admin.display(description="Bestellung")
    def of_order(self, loan):
        order = loan.line.order
        address = reverse("admin:materials_order_change", args=[order.pk])
        return format_html('<a class="me-unbroken" href="{}">{}</a><br>{}', address, order, order.get_state_display())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Its own page instead of a form with all fields."""
        loan = self.get_object(request, object_id)
        if loan is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return loans_deeds.loan_page(request, loan)

    def get_urls(self):
        deeds = [
            path(f"<int:pk>/{name}/", loans_deeds.do, {"name": name}, name=f"materials_loan_{name}") for name in loans_deeds.DEEDS
        ]
        return [*deeds, *super().get_urls()]

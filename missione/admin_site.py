"""The Verwaltung: Django's admin in our colours; the login is the portal's own."""

from allauth.account import views as account_views
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator


class PortalAdminSite(AdminSite):
    site_title = "mission E Verwaltung"
    site_header = "mission E · Verwaltung"
    index_title = "Übersicht"
    empty_value_display = "–"

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """One door for everybody. Who is logged in without being staff is told so instead of asked again."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("Die Verwaltung ist dem Kampagnenteam vorbehalten.")
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request, extra_context=None):
        return account_views.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

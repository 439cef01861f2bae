"""The Verwaltung: Django's admin in our colours; the login is the portal's own."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse


class PortalAdminSite(AdminSite):
    site_title = "mission E Verwaltung"
    site_header = "mission E · Verwaltung"
    index_title = "Übersicht"
    site_url = "/"
    enable_nav_sidebar = True

    def login(self, request, extra_context=None):
        """One door for everybody: who is logged in without being staff is told so instead of asked again."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied("Die Verwaltung ist dem Kampagnenteam vorbehalten.")
        target = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(target, login_url=reverse("account_login"))

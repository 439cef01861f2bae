"""The Verwaltung: Django's admin in our colours; the login is the portal's own."""

from allauth.account import views as account_views
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from missione.waiting import lines_for

NO_PAGES = {"account", "auth", "mfa", "socialaccount"}


class PortalAdminSite(AdminSite):
    site_title = "mission E Verwaltung"
    site_header = "mission E · Verwaltung"
    index_title = "Übersicht"
    empty_value_display = "–"

    def index(self, request, extra_context=None):
        """What waits for staff, above the list of all there is."""
        return super().index(request, {**(extra_context or {}), "waiting": list(lines_for(request.user))})

    def register(self, model_or_iterable, admin_class=None, **options):
        """Apps from elsewhere bring pages of their own. Those that show secrets and foreign accounts row by row stay out.

        So do groups, for nobody has permissions by group, and e-mail addresses: they stand on the page of their person.
        """
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([model for model in models if model._meta.app_label not in NO_PAGES], admin_class, **options)

    def has_permission(self, request) -> bool:
        return super().has_permission(request) and request.user.has_second_factor

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

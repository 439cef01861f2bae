"""The name plates of the wiring."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """In a file of its own: the site itself needs the models, which are not there yet when apps are gathered."""

    default_site = "missione.admin_site.PortalAdminSite"
    verbose_name = "Verwaltung"


class WiringConfig(AppConfig):
    """For the commands that gather from several apps (load_sample)."""

    name = "missione"
    default = False

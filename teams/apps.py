from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = "Menschen und Teams"

    def ready(self) -> None:
        from teams import receivers  # noqa: F401  (listens to allauth)

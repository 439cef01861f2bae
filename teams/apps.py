from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    verbose_name = "Menschen und Teams"

    def ready(self) -> None:
        from teams import accounts, receivers  # noqa: F401  (names its letters; listens to allauth)

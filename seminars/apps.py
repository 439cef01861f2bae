from django.apps import AppConfig


class SeminarsConfig(AppConfig):
    name = "seminars"
    verbose_name = "Angebote und Termine"

    def ready(self) -> None:
        from seminars import invariants, mails  # noqa: F401  (registers what check_invariants asks; names the letters)

from django.apps import AppConfig


class SeminarsConfig(AppConfig):
    name = "seminars"
    verbose_name = "Angebote und Termine"

    def ready(self) -> None:
        from seminars import invariants, mails, receivers  # noqa: F401  (what check_invariants asks; names of letters; signals)

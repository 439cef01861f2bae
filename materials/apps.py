from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "materials"
    verbose_name = "Material und Dokumente"

    def ready(self) -> None:
        from materials import invariants, promises, receivers  # noqa: F401  (what check_invariants asks; listens)

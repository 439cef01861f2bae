from django.apps import AppConfig


class KernConfig(AppConfig):
    name = "missione.kern"
    label = "kern"
    verbose_name = "KERN UX"

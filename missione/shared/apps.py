from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "missione.shared"
    label = "shared"
    verbose_name = "Post und Texte"

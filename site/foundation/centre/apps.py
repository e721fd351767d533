from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "foundation.centre"
    label = "centre"
    verbose_name = "センターの情報"

from django.apps import AppConfig


class CopyingConfig(AppConfig):
    name = "handoff.copying"
    label = "copying"
    verbose_name = "機関の写し"

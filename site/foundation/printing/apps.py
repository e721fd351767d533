from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "foundation.printing"
    label = "printing"
    verbose_name = "印刷"

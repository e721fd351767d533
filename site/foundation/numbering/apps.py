from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "foundation.numbering"
    label = "numbering"
    verbose_name = "番号"

from django.apps import AppConfig


class RatesConfig(AppConfig):
    name = "foundation.rates"
    label = "rates"
    verbose_name = "回数の制限"

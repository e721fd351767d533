from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "handoff.cases"
    label = "cases"
    verbose_name = "支援している人"

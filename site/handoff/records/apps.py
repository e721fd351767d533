from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "handoff.records"
    label = "records"
    verbose_name = "引継ぎのまわりの記録"

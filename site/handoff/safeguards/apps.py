from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "handoff.safeguards"
    label = "safeguards"
    verbose_name = "個人情報の取り決め"

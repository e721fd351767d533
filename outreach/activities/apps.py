from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "outreach.activities"
    label = "activities"
    verbose_name = "ネットワーク強化"

from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "portal.reach"
    label = "reach"
    verbose_name = "圏域ごとの届きぐあい"

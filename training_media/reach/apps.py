from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "training_media.reach"
    label = "training_reach"
    verbose_name = "動画の届きぐあい"

from django.apps import AppConfig


class TrainingMediaConfig(AppConfig):
    name = "training_media"
    verbose_name = "研修動画"

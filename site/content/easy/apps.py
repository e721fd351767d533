from django.apps import AppConfig


class EasyConfig(AppConfig):
    name = "content.easy"
    label = "easy"
    verbose_name = "わかりやすい版"

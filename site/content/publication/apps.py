from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "content.publication"
    label = "publication"
    verbose_name = "公開のお願い"

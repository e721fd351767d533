from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "directory.tables"
    label = "directory_tables"
    verbose_name = "表の取り込み"

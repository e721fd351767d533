from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "directory.finding"
    label = "directory_finding"
    verbose_name = "関係機関の検索"

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "foundation.limits"
    label = "limits"
    verbose_name = "期限と保存期間"

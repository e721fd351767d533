from django.apps import AppConfig


class LimitsDeskConfig(AppConfig):
    name = "portal.limits_desk"
    label = "limits_desk"
    verbose_name = "期限と保存期間の机"

from django.apps import AppConfig


class RoleSheetsConfig(AppConfig):
    name = "outreach.role_sheets"
    label = "role_sheets"
    verbose_name = "役割分担表"

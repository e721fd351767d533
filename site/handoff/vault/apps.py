from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "handoff.vault"
    label = "vault"
    verbose_name = "封じる"

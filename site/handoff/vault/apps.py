from django.apps import AppConfig

from foundation.registry import health_checks


class VaultConfig(AppConfig):
    name = "handoff.vault"
    label = "vault"
    verbose_name = "封じる"

    def ready(self) -> None:
        from .health import keys_open  # models are not loaded earlier

        health_checks.register("keys", keys_open)

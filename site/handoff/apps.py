from django.apps import AppConfig
from django.core.checks import register


class HandoffConfig(AppConfig):
    name = "handoff"
    verbose_name = "引継ぎの部屋"

    def ready(self) -> None:
        from .checks import every_view_declares_its_policy  # models are not loaded earlier

        register(every_view_declares_its_policy)

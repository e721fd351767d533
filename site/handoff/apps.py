from django.apps import AppConfig
from django.core.checks import register

from foundation.registry import demo_seeds


class HandoffConfig(AppConfig):
    name = "handoff"
    verbose_name = "引継ぎの部屋"

    def ready(self) -> None:
        from . import demo, signing  # models are not loaded earlier
        from .checks import every_view_declares_its_policy

        signing.watch()
        register(every_view_declares_its_policy)
        demo_seeds.register("handoff", demo.fill)

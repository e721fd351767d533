from django.apps import AppConfig

from foundation.registry import demo_seeds


class SittingsConfig(AppConfig):
    name = "handoff.sittings"
    label = "sittings"
    verbose_name = "委員会室"

    def ready(self) -> None:
        from . import demo, limits  # noqa: F401 -- models are not loaded earlier; limits are declared by being read

        demo_seeds.register("handoff_sittings", demo.fill)

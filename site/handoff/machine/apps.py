from django.apps import AppConfig

from foundation.registry import demo_seeds


class MachineConfig(AppConfig):
    name = "handoff.machine"
    label = "machine"
    verbose_name = "引継ぎ"

    def ready(self) -> None:
        from . import demo, limits  # noqa: F401 -- models are not loaded earlier; limits are declared by being read

        demo_seeds.register("handoff_machine", demo.fill)

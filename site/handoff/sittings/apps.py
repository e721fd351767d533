from django.apps import AppConfig

from foundation.registry import demo_seeds
from handoff.cases.rooms import what_rests


class SittingsConfig(AppConfig):
    name = "handoff.sittings"
    label = "sittings"
    verbose_name = "委員会室"

    def ready(self) -> None:
        from handoff.machine.rooms import inbox_panels

        # Models are not loaded earlier.
        from . import demo, limits, panel, queries  # noqa: F401 -- limits are declared by being read

        inbox_panels.register("sittings", panel.for_members)
        what_rests.register("sittings", queries.resting_on)
        demo_seeds.register("handoff_sittings", demo.fill)

from django.apps import AppConfig

from foundation.registry import demo_seeds
from handoff.cases.rooms import what_rests


class SittingsConfig(AppConfig):
    name = "handoff.sittings"
    label = "sittings"
    verbose_name = "委員会室"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from . import demo, limits, queries  # noqa: F401 -- limits are declared by being read

        what_rests.register("sittings", queries.resting_on)
        demo_seeds.register("handoff_sittings", demo.fill)

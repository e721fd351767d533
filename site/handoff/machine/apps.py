from django.apps import AppConfig

from foundation.registry import demo_seeds
from handoff.cases.rooms import closing_objections, what_rests


class MachineConfig(AppConfig):
    name = "handoff.machine"
    label = "machine"
    verbose_name = "引継ぎ"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from . import demo, limits, queries  # noqa: F401 -- limits are declared by being read

        closing_objections.register("machine", queries.why_not_closed)
        what_rests.register("machine", queries.resting_on)
        demo_seeds.register("handoff_machine", demo.fill)

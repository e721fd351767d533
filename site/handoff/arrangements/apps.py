from django.apps import AppConfig

from foundation.registry import demo_seeds


class ArrangementsConfig(AppConfig):
    name = "handoff.arrangements"
    label = "arrangements"
    verbose_name = "支援の約束"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from handoff.waiting import waiting_sources

        from . import demo, queries

        demo_seeds.register("handoff_arrangements", demo.fill)
        waiting_sources.register("handoff_arrangements", queries.waiting)

from django.apps import AppConfig

from foundation.registry import demo_seeds


class ReleaseConfig(AppConfig):
    name = "handoff.release"
    label = "release"
    verbose_name = "出所の日"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from handoff.waiting import waiting_sources

        from . import demo, queries

        demo_seeds.register("handoff_release", demo.fill)
        waiting_sources.register("handoff_release", queries.waiting)

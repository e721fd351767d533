from django.apps import AppConfig

from foundation.registry import demo_seeds


class AftercareConfig(AppConfig):
    name = "handoff.aftercare"
    label = "aftercare"
    verbose_name = "引継ぎのあと"

    def ready(self) -> None:
        # Models are not loaded earlier; limits are declared by being read.
        from handoff.waiting import waiting_sources

        from . import demo, due, limits  # noqa: F401 -- see above

        demo_seeds.register("handoff_aftercare", demo.fill)
        waiting_sources.register("handoff_aftercare", due.waiting)

from django.apps import AppConfig

from foundation.registry import demo_seeds


class PapersConfig(AppConfig):
    name = "handoff.papers"
    label = "papers"
    verbose_name = "紙のやりとり"

    def ready(self) -> None:
        from handoff.waiting import waiting_sources

        # Models are not loaded earlier; limits are declared by being read.
        from . import demo, due, limits  # noqa: F401 -- as above

        demo_seeds.register("handoff_papers", demo.fill)
        waiting_sources.register("handoff_papers", due.waiting)

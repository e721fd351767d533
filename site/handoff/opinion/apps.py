from django.apps import AppConfig

from foundation.registry import demo_seeds


class OpinionConfig(AppConfig):
    name = "handoff.opinion"
    label = "opinion"
    verbose_name = "意見書"

    def ready(self) -> None:
        # Models are not loaded earlier.
        from handoff.waiting import waiting_sources

        from . import demo, register

        demo_seeds.register("handoff_opinion", demo.fill)
        waiting_sources.register("handoff_opinion", register.waiting)

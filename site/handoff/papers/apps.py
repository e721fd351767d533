from django.apps import AppConfig

from foundation.registry import demo_seeds


class PapersConfig(AppConfig):
    name = "handoff.papers"
    label = "papers"
    verbose_name = "紙のやりとり"

    def ready(self) -> None:
        from . import demo, limits  # noqa: F401 -- models are not loaded earlier; limits are declared by being read

        demo_seeds.register("handoff_papers", demo.fill)

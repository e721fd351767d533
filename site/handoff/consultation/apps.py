from django.apps import AppConfig

from foundation.registry import demo_seeds


class ConsultationConfig(AppConfig):
    name = "handoff.consultation"
    label = "consultation"
    verbose_name = "後方支援の相談"

    def ready(self) -> None:
        # Models are not loaded earlier; limits are declared by being read.
        from handoff.waiting import waiting_sources

        from . import counts, demo, limits  # noqa: F401 -- see above

        demo_seeds.register("handoff_consultation", demo.fill)
        waiting_sources.register("handoff_consultation", counts.waiting)

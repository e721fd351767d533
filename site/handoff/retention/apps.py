from django.apps import AppConfig

from foundation.registry import demo_seeds


class RetentionConfig(AppConfig):
    name = "handoff.retention"
    label = "retention"
    verbose_name = "保存と消去"

    def ready(self) -> None:
        from handoff.waiting import waiting_sources

        # Models are not loaded earlier.
        from . import demo
        from .services import reading

        waiting_sources.register("handoff_retention", reading.waiting)
        demo_seeds.register("handoff_retention", demo.fill)

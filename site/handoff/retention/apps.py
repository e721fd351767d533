from django.apps import AppConfig

from foundation.registry import demo_seeds


class RetentionConfig(AppConfig):
    name = "handoff.retention"
    label = "retention"
    verbose_name = "保存と消去"

    def ready(self) -> None:
        from . import demo  # models are not loaded earlier

        demo_seeds.register("handoff_retention", demo.fill)

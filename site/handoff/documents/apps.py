from django.apps import AppConfig

from foundation.registry import demo_seeds


class DocumentsConfig(AppConfig):
    name = "handoff.documents"
    label = "documents"
    verbose_name = "引継ぎの書類"

    def ready(self) -> None:
        from . import demo  # models are not loaded earlier

        demo_seeds.register("handoff_documents", demo.fill)

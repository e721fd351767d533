from django.apps import AppConfig

from foundation.registry import demo_seeds, health_checks


class DocumentsConfig(AppConfig):
    name = "handoff.documents"
    label = "documents"
    verbose_name = "引継ぎの書類"

    def ready(self) -> None:
        from . import demo, health  # models are not loaded earlier

        health_checks.register("files", health.files_are_kept)
        health_checks.register("scanner", health.scanner_answers)
        demo_seeds.register("handoff_documents", demo.fill)

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "directory.coverage"
    label = "directory_coverage"
    verbose_name = "地域の受け持ちと人"

    def ready(self) -> None:
        """Say who covers an area, follow mergers of agencies and fill the demo world."""
        from directory.finding.matrix import area_notes
        from foundation.registry import demo_seeds, merge_handlers, retention_classes

        from .demo import seed
        from .queries import cover_of_areas
        from .retention import retention
        from .services.people import move_registers

        area_notes.register("coverage", cover_of_areas)
        merge_handlers.register("coverage", move_registers)
        retention_classes.register("directory_coverage", retention)
        demo_seeds.register("directory_coverage", seed)

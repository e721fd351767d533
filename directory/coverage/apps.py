from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "directory.coverage"
    label = "directory_coverage"
    verbose_name = "地域の受け持ちと人"

    def ready(self) -> None:
        """Follow mergers of agencies and fill the demo world."""
        from foundation.registry import demo_seeds, merge_handlers

        from .demo import seed
        from .services.people import move_registers

        merge_handlers.register("coverage", move_registers)
        demo_seeds.register("directory_coverage", seed)

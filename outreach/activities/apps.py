from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "outreach.activities"
    label = "activities"
    verbose_name = "ネットワーク強化"

    def ready(self) -> None:
        """Show on the start page what waits; follow mergers; stand in the yearly report; fill the demo."""
        from foundation.registry import (
            demo_seeds,
            home_panels,
            merge_handlers,
            report_chapters,
        )

        from .demo import seed
        from .merging import move_rows
        from .panels import rows_of_the_desk
        from .report_chapter import activities_of_the_year

        home_panels.register("activities", rows_of_the_desk)
        merge_handlers.register("activities", move_rows)
        report_chapters.register("activities", activities_of_the_year)
        demo_seeds.register("activities", seed)

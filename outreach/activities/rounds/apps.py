from django.apps import AppConfig


class RoundsConfig(AppConfig):
    name = "outreach.activities.rounds"
    label = "activity_rounds"
    verbose_name = "巡回開拓"

    def ready(self) -> None:
        """Tell the register of visits; say what is next; follow mergers; fill the demo world."""
        from foundation.registry import activity_sources, demo_seeds, home_panels, merge_handlers

        from .activities import SOURCE, visits_of_the_year
        from .demo import seed
        from .merging import move_targets
        from .panels import rows_of_the_desk

        activity_sources.register(SOURCE, visits_of_the_year)
        home_panels.register("activity_rounds", rows_of_the_desk)
        merge_handlers.register("activity_rounds", move_targets)
        demo_seeds.register("activity_rounds", seed)

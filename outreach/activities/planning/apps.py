from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "outreach.activities.planning"
    label = "activity_plans"
    verbose_name = "年間計画と要件"

    def ready(self) -> None:
        """Show the year's lights on the start page; fill the demo world."""
        from foundation.registry import demo_seeds, home_panels

        from .demo import seed
        from .panels import lights_of_the_year

        home_panels.register("activity_plans", lights_of_the_year)
        demo_seeds.register("activity_plans", seed)

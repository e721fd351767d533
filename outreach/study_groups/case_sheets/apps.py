from django.apps import AppConfig


class CaseSheetsConfig(AppConfig):
    name = "outreach.study_groups.case_sheets"
    label = "group_case_sheets"
    verbose_name = "事例シート"

    def ready(self) -> None:
        """Show on the home of a community what can be read; say what is kept; fill the demo world."""
        from foundation.registry import demo_seeds, retention_classes
        from outreach.study_groups.registries import community_panels

        from .demo import seed
        from .panels import sheets_to_read
        from .retention import retention

        community_panels.register("case_sheets", sheets_to_read)
        retention_classes.register("group_case_sheets", retention)
        demo_seeds.register("group_case_sheets", seed)

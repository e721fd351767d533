from django.apps import AppConfig


class CentreOnlyConfig(AppConfig):
    name = "directory.centre_only"
    label = "directory_centre_only"
    verbose_name = "センターだけの記録"

    def ready(self) -> None:
        """Say what this room knows of an agency, show it at the desk, follow mergers, fill the demo world."""
        from directory.agency_tabs import AgencyTab, agency_tabs
        from directory.finding.truths import truth_sources
        from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes

        from .access import reading_door
        from .demo import seed
        from .merging import move_what_the_centre_knows
        from .panels import contact_rows
        from .queries import fill_truths
        from .retention import retention

        truth_sources.register("centre_only", fill_truths)
        tab = AgencyTab("センターの記録", "centre_only_desk:records", reading_door)
        agency_tabs.register("centre_only", tab)
        retention_classes.register("directory_centre_only", retention)
        home_panels.register("centre_only", contact_rows)
        merge_handlers.register("directory_centre_only", move_what_the_centre_knows)
        demo_seeds.register("directory_centre_only", seed)

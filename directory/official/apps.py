from django.apps import AppConfig


class OfficialConfig(AppConfig):
    name = "directory.official"
    label = "directory_official"
    verbose_name = "公表データ"

    def ready(self) -> None:
        """Say what this room knows of an agency, what waits, and where it goes when the agency is merged."""
        from directory.access import agency_desk
        from directory.agency_tabs import AgencyTab, agency_tabs
        from directory.finding.truths import truth_sources
        from foundation.registry import demo_seeds, home_panels, merge_handlers, retention_classes

        from .demo import seed
        from .merging import move_official_records
        from .panels import official_rows
        from .queries import fill_truths
        from .retention import retention

        truth_sources.register("official", fill_truths)
        agency_tabs.register(
            "official", AgencyTab("公表データ", "directory_official_desk:records", agency_desk)
        )
        retention_classes.register("directory_official", retention)
        home_panels.register("official", official_rows)
        merge_handlers.register("directory_official", move_official_records)
        demo_seeds.register("directory_official", seed)

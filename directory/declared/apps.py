from django.apps import AppConfig


class DeclaredConfig(AppConfig):
    name = "directory.declared"
    label = "directory_declared"
    verbose_name = "機関が書いたこと"

    def ready(self) -> None:
        """Say what this room knows of an agency, what waits, and where it goes when the agency is merged."""
        from directory.access import agency_desk
        from directory.agency_tabs import AgencyTab, agency_tabs
        from directory.finding.truths import truth_sources
        from foundation.registry import demo_seeds, home_panels, merge_handlers

        from .demo import seed
        from .merging import move_declarations
        from .panels import entry_rows
        from .queries import fill_truths

        truth_sources.register("declared", fill_truths)
        agency_tabs.register(
            "declared", AgencyTab("名簿の内容", "directory_declared_desk:entry", agency_desk)
        )
        home_panels.register("declared", entry_rows)
        merge_handlers.register("directory_declared", move_declarations)
        demo_seeds.register("directory_declared", seed)

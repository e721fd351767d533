from django.apps import AppConfig


class RoleSheetsConfig(AppConfig):
    name = "outreach.role_sheets"
    label = "role_sheets"
    verbose_name = "役割分担表"

    def ready(self) -> None:
        """Be found, be checked again, stand on the start page; follow mergers; fill the demo world."""
        from foundation.registry import (
            demo_seeds,
            home_panels,
            merge_handlers,
            retention_classes,
            review_sources,
            search_sources,
        )

        from .demo import seed
        from .merging import move_sheets
        from .panels import rows_of_the_desk
        from .registries import guide_shelves
        from .retention import retention
        from .reviews import sheets_due
        from .search import sheet_documents
        from .shelf import sheets_on_the_shelf

        demo_seeds.register("role_sheets", seed)
        guide_shelves.register("role_sheets", sheets_on_the_shelf)
        home_panels.register("role_sheets", rows_of_the_desk)
        merge_handlers.register("role_sheets", move_sheets)
        retention_classes.register("role_sheets", retention)
        review_sources.register("role_sheets", sheets_due)
        search_sources.register("role_sheets", sheet_documents)

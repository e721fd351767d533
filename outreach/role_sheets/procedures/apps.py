from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "outreach.role_sheets.procedures"
    label = "procedures"
    verbose_name = "手続きと準備の手引き"

    def ready(self) -> None:
        """Stand on the shelves of guides, say what is to be checked again and by whom, follow mergers."""
        from foundation.registry import (
            demo_seeds,
            merge_handlers,
            newcomer_links,
            retention_classes,
            review_sources,
            role_permissions,
            search_sources,
        )
        from outreach.role_sheets.registries import guide_desks, guide_shelves

        from . import shelves
        from .access import PERMISSIONS
        from .demo import seed
        from .merging import move_copies
        from .newcomers import first_steps_of
        from .retention import retention
        from .reviews import due_reviews
        from .search import SOURCE, guide_documents

        guide_desks.register("procedures", shelves.desk_of_procedures)
        guide_shelves.register("procedures", shelves.procedures)
        guide_shelves.register("start_up", shelves.start_up)
        guide_shelves.register("first_steps", shelves.first_steps)
        guide_shelves.register("gaps", shelves.gaps)
        newcomer_links.register("procedures", first_steps_of)
        review_sources.register("procedures", due_reviews)
        role_permissions.register("procedures", PERMISSIONS)
        search_sources.register(SOURCE, guide_documents)
        merge_handlers.register("procedures", move_copies)
        retention_classes.register("procedures", retention)
        demo_seeds.register("procedures", seed)

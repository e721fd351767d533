from django.apps import AppConfig


class FormLibraryConfig(AppConfig):
    name = "outreach.role_sheets.form_library"
    label = "form_library"
    verbose_name = "様式集"

    def ready(self) -> None:
        """Stand on the shelf of guides and in the search; say what is due and what is kept; fill the demo."""
        from foundation.registry import demo_seeds, retention_classes, review_sources, search_sources
        from outreach.role_sheets.registries import guide_desks, guide_shelves

        from .demo import seed
        from .due import versions_due
        from .retention import retention
        from .search import SOURCE, form_documents
        from .shelf import desk_of_forms, shelf

        guide_desks.register("form_library", desk_of_forms)
        guide_shelves.register("form_library", shelf)
        search_sources.register(SOURCE, form_documents)
        review_sources.register("form_library", versions_due)
        retention_classes.register("form_library", retention)
        demo_seeds.register("form_library", seed)

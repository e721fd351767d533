from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "outreach.role_sheets.guides"
    label = "guides"
    verbose_name = "ガイド・質問と答え・好取組"

    def ready(self) -> None:
        """Stand on the shelves and in the search; say what is due and who may write; fill the demo world."""
        from foundation.registry import demo_seeds, review_sources, role_permissions, search_sources
        from outreach.role_sheets.registries import guide_desks, guide_shelves

        from . import limits, queries, search, shelf  # noqa: F401 -- a limit is known once it is declared
        from .access import PERMISSIONS
        from .demo import seed
        from .reviews import guides_due

        guide_desks.register("guides", shelf.desk_of_guides)
        guide_shelves.register("guides", shelf.shelf_of_guides)
        guide_shelves.register("guide_questions", shelf.shelf_of_questions)
        guide_shelves.register("guide_practices", shelf.shelf_of_practices)
        search_sources.register(queries.QUESTIONS, search.question_documents)
        search_sources.register(search.GUIDES, search.guide_documents)
        search_sources.register(search.PRACTICES, search.practice_documents)
        review_sources.register("guides", guides_due)
        role_permissions.register("guides", PERMISSIONS)
        demo_seeds.register("guides", seed)

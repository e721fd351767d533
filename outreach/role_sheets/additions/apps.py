from django.apps import AppConfig


class AdditionsConfig(AppConfig):
    name = "outreach.role_sheets.additions"
    label = "reward_additions"
    verbose_name = "報酬の加算"

    def ready(self) -> None:
        """Stand on the shelf of guides, in the search, in the list of what is due; fill the demo."""
        from content.furigana.shown import system_screens
        from foundation.registry import demo_seeds, review_sources, role_permissions, search_sources
        from outreach.role_sheets.registries import guide_desks, guide_shelves

        from .access import PERMISSIONS
        from .demo import seed
        from .reviews import due_rows
        from .search import SOURCE, addition_documents
        from .shelf import desk_of_additions, shelf

        role_permissions.register("reward_additions", PERMISSIONS)
        guide_desks.register("reward_additions", desk_of_additions)
        guide_shelves.register("reward_additions", shelf)
        review_sources.register("reward_additions", due_rows)
        search_sources.register(SOURCE, addition_documents)
        system_screens.register("reward_additions", ("/guides/additions/", "/guides/additions/check/"))
        demo_seeds.register("reward_additions", seed)

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "content.search"
    label = "site_search"
    verbose_name = "サイトの中の検索"

    def ready(self) -> None:
        """Let pages be found, say who keeps synonyms and how long words without results are kept."""
        from accounts.enums import PublicRole
        from foundation.registry import retention_classes, role_permissions, search_sources

        from . import watching
        from .pages import SOURCE, page_documents
        from .retention import kept_words

        search_sources.register(SOURCE, page_documents)
        retention_classes.register("site_search", kept_words)
        verbs = ("view", "add", "change", "delete")
        rights = tuple(f"site_search.{verb}_synonymgroup" for verb in verbs)
        role_permissions.register("site_search", {PublicRole.STAFF: rights, PublicRole.MANAGER: rights})
        watching.watch_pages()

from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "content.terms"
    label = "terms"
    verbose_name = "ことば"

    def ready(self) -> None:
        """Say who may edit words, and let the search find them."""
        from foundation.registry import role_permissions, search_sources

        from .access import PERMISSIONS
        from .search import SOURCE, term_documents

        search_sources.register(SOURCE, term_documents)
        role_permissions.register("terms", PERMISSIONS)
